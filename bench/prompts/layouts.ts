import type { Clock } from '../../server/src/base/clock.ts';
import type { ImportedFiles } from '../../server/src/completion/context/importedFiles.ts';
import {
  RequestBuilder,
  type RequestOptions,
} from '../../server/src/completion/context/requestBuilder.ts';
import { Snippets } from '../../server/src/completion/context/snippets.ts';
import type { Cursor } from '../../server/src/completion/cursor.ts';
import { baseName } from '../../server/src/documents/baseName.ts';
import type { DocumentStore } from '../../server/src/documents/documentStore.ts';
import { Notebooks } from '../../server/src/documents/notebooks.ts';
import type { Endpoint } from '../../server/src/domain/endpoint.ts';
import type { GenerationRequest, InfillInput } from '../../server/src/domain/generation.ts';
import { PromptSizes } from '../../server/src/engine/promptSizes.ts';
import { prepare } from '../../server/src/upstream/prepare.ts';
import { aPolicy } from '../../tools/testing/aPolicy.ts';

/** How prompts are laid out: the request for a cursor, and how it is sent. */
export interface Layout {
  /** True if prompts are evaluated ahead of the calls, in pauses. */
  readonly readsAhead?: boolean;
  readonly requestAt: (cursor: Cursor, options: RequestOptions) => GenerationRequest;
  readonly prepare: (request: GenerationRequest, endpoint: Endpoint) => ReturnType<typeof prepare>;
}

export interface LayoutTools {
  readonly documents: DocumentStore;
  readonly imported: ImportedFiles;
  readonly clock: Clock;
  readonly endpoint: Endpoint;
}

export const LAYOUTS: Readonly<Record<string, (tools: LayoutTools) => Layout>> = {
  'before: ranked anew, 32 lines below': before,
  'llama.vim: 256 lines above, 64 below': llamaVim,
  ours,
};

const snippetsOf = ({ documents, imported, clock }: LayoutTools) =>
  new Snippets(documents, aPolicy(), imported, clock);

/** Of a prompt on a processor with a small model, or on a card with a large one. */
const USUAL_MS_PER_TOKEN = 1;

function ours(tools: LayoutTools): Layout {
  const { documents, endpoint } = tools;
  const snippets = snippetsOf(tools);
  const builder = new RequestBuilder({
    documents,
    notebooks: new Notebooks(),
    policy: aPolicy(),
    snippets,
    size: () => new PromptSizes().of(endpoint, USUAL_MS_PER_TOKEN),
  });
  documents.listen((event) => {
    if (event.kind === 'opened') tools.imported.of(event.document);
    if (event.kind === 'changed') snippets.edited(event.document.uri);
  });
  return {
    readsAhead: true,
    requestAt: (cursor, options) => builder.requestAt(cursor, options),
    prepare,
  };
}

/** Sends the whole prefix as one text, as it is. */
const asOneText = (request: GenerationRequest, endpoint: Endpoint): ReturnType<typeof prepare> => {
  const { path, body } = prepare(request, endpoint);
  const { input } = request;
  if (path !== '/infill' || input.kind !== 'infill') return { path, body };
  return { path, body: { ...body, input_prefix: input.prefix, prompt: '' } };
};

const requestWith = (cursor: Cursor, input: InfillInput): GenerationRequest => ({
  task: 'completion',
  input,
  languageId: cursor.document.languageId,
  maxOutputTokens: 192,
  temperature: 0,
  stopRule: { name: 'lines', version: 2, maxLines: 12 },
});

/** Ours of before: windows that move by 32 lines, snippets ranked anew for each call, the most helpful last. */
function before(tools: LayoutTools): Layout {
  const requestAt = (cursor: Cursor) => {
    const { document, position, linePrefix, lineSuffix } = cursor;
    const above = (line: number) =>
      [...document.lines.slice(line, position.line), linePrefix].join('\n');
    let start = Math.max(0, Math.floor((position.line - 96) / 32) * 32);
    while (above(start).length > 8_000 && start + 32 <= position.line) start += 32;
    const prefix = above(start).slice(-8_000);
    const end = Math.ceil((position.line + 32) / 32) * 32;
    const suffix = [lineSuffix, ...document.lines.slice(position.line + 1, end)]
      .join('\n')
      .slice(0, 3_000);
    // Without a memory of what was chosen before.
    const snippets = snippetsOf(tools).near(
      cursor,
      [prefix.slice(0, prefix.lastIndexOf('\n') + 1), suffix.slice(lineSuffix.length)],
      { length: 4_000 },
    );
    return requestWith(cursor, {
      kind: 'infill',
      prefix,
      suffix,
      file: baseName(document.uri),
      ...(snippets.length === 0 ? {} : { snippets }),
    });
  };
  return { requestAt, prepare: asOneText };
}

/** By llama.vim's defaults, its ring of other files left out: the line under the cursor is the prompt. */
function llamaVim(): Layout {
  const requestAt = (cursor: Cursor) => {
    const { document, position, linePrefix, lineSuffix } = cursor;
    const { line } = position;
    const above = document.lines.slice(Math.max(0, line - 256), line);
    const below = document.lines.slice(line + 1, line + 65);
    const prefix = [...above, linePrefix].join('\n');
    const suffix = [lineSuffix, ...below].join('\n');
    return requestWith(cursor, { kind: 'infill', prefix, suffix });
  };
  const prepareIt = (request: GenerationRequest, endpoint: Endpoint) => {
    const { path, body } = asOneText(request, endpoint);
    const prefix = String(body.input_prefix);
    const lineStart = prefix.lastIndexOf('\n') + 1;
    const parts = { input_prefix: prefix.slice(0, lineStart), prompt: prefix.slice(lineStart) };
    return { path, body: path === '/infill' ? { ...body, ...parts } : body };
  };
  return { requestAt, prepare: prepareIt };
}
