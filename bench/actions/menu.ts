import type { CodeActionParams } from 'vscode-languageserver';
import { ActionProvider } from '../../server/src/actions/provider.ts';
import { DocumentStore } from '../../server/src/documents/documentStore.ts';
import { actionMenu, type MenuClient } from '../../server/src/lsp/actionMenu.ts';
import { actionSupport } from '../../server/src/lsp/actionSupport.ts';
import { seededRandom } from '../../tools/random.ts';
import { aPolicy } from '../../tools/testing/aPolicy.ts';
import { FakeClock } from '../../tools/testing/fakeClock.ts';
import type { Measured } from '../support/bench.ts';
import { quantile } from '../support/table.ts';
import { samplesOf } from './shapes/sample.ts';

const LINES = 5_000;
const MENUS = 2_000;
const URI = 'file:///project/large.ts';

/** The menu of code actions in a large document: it is asked for with every move of the cursor, and asks no model. */
export function menu(): Measured[] {
  const documents = new DocumentStore();
  const sample = samplesOf('tune').find(({ languageId }) => languageId === 'typescript');
  const piece = [...(sample?.above ?? []), ...(sample?.block ?? []), ...(sample?.below ?? [])];
  const lines = Array.from({ length: LINES }, (_, index) => piece[index % piece.length] ?? '');
  documents.open(URI, 'typescript', 1, lines.join('\n'));
  let calls = 0;
  const provider = new ActionProvider({
    documents,
    policy: aPolicy(),
    generate: async () => {
      calls++;
      throw new Error('a menu asks no model');
    },
    definitions: async () => {
      calls++;
      return '';
    },
    clock: new FakeClock(),
    observe: () => undefined,
    batchSize: 1,
    onUnusable: () => undefined,
    editFormOf: () => 'whole',
  });
  const random = seededRandom(5_000);
  const ms: number[] = [];
  let entries = 0;
  for (let count = 0; count < MENUS; count++) {
    const params = paramsAt(Math.floor(random() * LINES), count);
    const start = performance.now();
    entries += actionMenu(params, provider, CLIENT).length;
    ms.push(performance.now() - start);
  }
  return [
    {
      name: `menu in ${LINES} lines, p99`,
      value: quantile(ms, 0.99),
      unit: 'ms',
      bar: { is: 'atMost', value: 5 },
    },
    { name: 'calls for menus', value: calls, unit: '', bar: { is: 'atMost', value: 0 } },
    {
      name: 'entries of a menu',
      value: entries / MENUS,
      unit: '',
      bar: { is: 'atLeast', value: 3 },
    },
  ];
}

/** Cursors, selections and problems in turn. */
function paramsAt(line: number, count: number): CodeActionParams {
  const end = count % 3 === 0 ? Math.min(LINES - 1, line + (count % 180)) : line;
  const range = { start: { line, character: 0 }, end: { line: end, character: count % 2 } };
  const diagnostics =
    count % 4 === 0
      ? [{ range, message: 'Cannot find name', source: 'ts', severity: 1 as const }]
      : [];
  return {
    textDocument: { uri: URI },
    range,
    context: { diagnostics, triggerKind: count % 5 === 0 ? 2 : 1 },
  };
}

const CLIENT: MenuClient = {
  isOurs: () => true,
  support: () =>
    actionSupport({
      textDocument: {
        codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
      },
      workspace: { applyEdit: true, workspaceEdit: { documentChanges: true } },
    }),
  surfaces: { canAsk: true, canPreview: true, canExplain: true, canShowFiles: true } as never,
};
