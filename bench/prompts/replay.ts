import { cursorAt } from '../../server/src/completion/cursor.ts';
import { DocumentStore } from '../../server/src/documents/documentStore.ts';
import type { Endpoint } from '../../server/src/domain/endpoint.ts';
import { FakeClock } from '../../tools/testing/fakeClock.ts';
import type { Layout, LayoutTools } from './layouts.ts';
import { importsIn, openOthers, type Project, uriOf } from './project.ts';
import { type Evaluated, SimulatedServer } from './simulatedServer.ts';

/** Places in a file, and the calls at each while its line and the next ones are written. */
const PLACES = 5;
const CALLS = 8;
/** Between two calls at a place, and between two places. */
const KEYS_MS = 1_200;
const MOVE_MS = 8_000;

/**
 * Fixed places, spread over a file: at each its lines are written anew, with a call wherever so much of them stands. What is
 * asked does not depend on the layout.
 */
export async function replayed(
  project: Project,
  layoutOf: (tools: LayoutTools) => Layout,
  endpoint: Endpoint,
): Promise<Evaluated[]> {
  const clock = new FakeClock();
  const documents = new DocumentStore();
  const layout = layoutOf({ documents, imported: importsIn(project, clock), clock, endpoint });
  const server = new SimulatedServer();
  const { path, text, languageId } = project.file;
  const uri = uriOf(path);
  const lines = text.split('\n');
  openOthers(project, documents);
  documents.open(uri, languageId, 1, text);
  let version = 1;
  const found: Evaluated[] = [];
  for (let place = 1; place <= PLACES; place++) {
    const line = Math.floor((lines.length * place) / (PLACES + 1));
    const truth = lines.slice(line, line + 3).join('\n');
    const before = documents.get(uri);
    if (layout.readsAhead && before !== undefined) {
      // Its editor has told where the cursor is.
      const cursor = cursorAt(before, { line, character: 0 });
      const request = layout.requestAt(cursor, { maxLines: 12, isPause: true });
      found.push({ ...server.evaluate(layout.prepare(request, endpoint)), isAhead: true });
    }
    for (let call = 0; call < CALLS; call++) {
      const typed = truth.slice(0, Math.floor((truth.length * call) / CALLS));
      const whole = [...lines.slice(0, line), typed, ...lines.slice(line + 3)].join('\n');
      const state = documents.get(uri);
      if (state === undefined) throw new Error('It is open');
      const range = {
        start: { line: 0, character: 0 },
        end: { line: state.lines.length, character: 0 },
      };
      documents.change(uri, ++version, [{ range, text: whole }]);
      const document = documents.get(uri);
      if (document === undefined) throw new Error('It is open');
      const written = typed.split('\n');
      const character = written.at(-1)?.length ?? 0;
      const cursor = cursorAt(document, { line: line + written.length - 1, character });
      const request = layout.requestAt(cursor, { maxLines: 12 });
      found.push(server.evaluate(layout.prepare(request, endpoint)));
      await clock.pass(KEYS_MS);
    }
    await clock.pass(MOVE_MS);
  }
  return found;
}
