import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { CodeAction } from 'vscode-languageserver';
import { bundle } from '../../tools/bundle.ts';
import { ROOT } from '../../tools/root.ts';
import { StdioServer } from '../../tools/servers/stdioServer.ts';
import type { Measured } from '../support/bench.ts';
import { quantile } from '../support/table.ts';

const URI = 'file:///project/a.ts';
const TEXT = 'export function twice(count: number) {\n  return cout * 2;\n}\n';
const FIXED = `\`\`\`ts\n${TEXT.replace('cout', 'count')}\`\`\``;
/** Explanations, each of its own text, and fixes that are asked for again. */
const ROUNDS = 60;
/** A model thinks for so long before its first word, in milliseconds. */
const FIRST_WORD_MS = 20;

/** How much later than from the model itself the first word comes, and how soon what was asked before: over stdio, by the built server. */
export async function latency(): Promise<Measured[]> {
  bundle();
  const model = await startModel();
  const endpoint = { id: 'bench', provider: 'openai', url: model.url, model: 'm' };
  const server = await StdioServer.start({
    script: join(ROOT, 'dist/server.js'),
    settings: { endpoints: [endpoint], cache: { disk: { enable: false } } },
    capabilities: {
      workspace: { applyEdit: true, workspaceEdit: { documentChanges: true } },
      textDocument: {
        codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
      },
    },
    custom: ['aurelis/metricsChanged', 'aurelis/explanation'],
    // It says that the edit was not made, as it is not.
    onMessage: () => undefined,
  });
  const { client } = server;
  const ours: number[] = [];
  const again: number[] = [];
  let heard: (text: string) => void = () => undefined;
  let edited: () => void = () => undefined;
  client.onNotification('aurelis/explanation', ({ text }: { readonly text: string }) => {
    if (text !== '') heard(text);
  });
  client.onRequest('workspace/applyEdit', () => {
    edited();
    // It is left as it is, so that the same can be asked again.
    return { applied: false };
  });
  const actionAt = async (version: number, title: string) => {
    const at = { line: 1, character: 2 };
    const diagnostics = [
      { range: { start: at, end: at }, message: 'Cannot find cout', source: 'ts' },
    ];
    const found = await client.sendRequest<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: URI, version },
      range: { start: at, end: at },
      context: { diagnostics },
    });
    return found.find((each) => each.title.startsWith(title))?.command ?? {};
  };
  await server.open(URI, 'typescript', TEXT);
  const direct: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const first = Promise.withResolvers<void>();
    heard = () => {
      ours.push(performance.now() - model.wroteAt());
      heard = () => undefined;
      first.resolve();
    };
    // Another text each time, so that nothing is known.
    await client.sendNotification('textDocument/didChange', {
      textDocument: { uri: URI, version: round + 2 },
      contentChanges: [{ text: `${TEXT}// ${round}\n` }],
    });
    await client.sendRequest('workspace/executeCommand', await actionAt(round + 2, 'Explain'));
    await first.promise;
    direct.push(await model.askDirectly());
  }
  const fix = await actionAt(ROUNDS + 1, 'Fix with');
  for (let round = 0; round <= ROUNDS; round++) {
    const done = Promise.withResolvers<void>();
    edited = () => done.resolve();
    const begin = performance.now();
    await client.sendRequest('workspace/executeCommand', fix);
    await done.promise;
    // The first one asks the model.
    if (round > 0) again.push(performance.now() - begin);
  }
  await server.stop();
  model.stop();
  return [
    {
      name: 'first word of an explanation, later than from the model (median)',
      value: quantile(ours, 0.5) - quantile(direct, 0.5),
      unit: 'ms',
      bar: { is: 'atMost', value: 3 },
    },
    {
      name: 'the same fix again, to its edit (p95)',
      value: quantile(again, 0.95),
      unit: 'ms',
      bar: { is: 'atMost', value: 50 },
    },
    {
      name: 'model calls for fixes',
      value: model.fixes(),
      unit: '',
      bar: { is: 'atMost', value: 1 },
    },
  ];
}

/** A model server that notes when it writes its first word. */
async function startModel() {
  let [wroteAt, fixes] = [0, 0];
  const server = createServer((asked, response) => {
    let body = '';
    asked.on('data', (part) => {
      body += part;
    });
    asked.on('end', () => {
      const isFix = body.includes('You repair code');
      if (isFix) fixes++;
      const send = (content: string, finish: string | null) =>
        response.write(
          `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`,
        );
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
      setTimeout(() => {
        wroteAt = performance.now();
        send(isFix ? FIXED : 'It ', null);
        setTimeout(() => {
          send(isFix ? '' : 'doubles a number.', 'stop');
          response.end('data: [DONE]\n\n');
        }, FIRST_WORD_MS);
      }, FIRST_WORD_MS);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  return {
    url,
    wroteAt: () => wroteAt,
    fixes: () => fixes,
    /** Milliseconds from the first word that is written to where it is read, by a client that does nothing else. */
    askDirectly: async (): Promise<number> => {
      const { body } = await fetch(`${url}/chat/completions`, { method: 'POST', body: '{}' });
      let ms: number | undefined;
      for await (const part of body ?? []) {
        if (Buffer.from(part).includes('content')) ms ??= performance.now() - wroteAt;
      }
      return ms ?? 0;
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
