import type { LocalModel } from '../../../tools/localModel/localModel.ts';
import { seededRandom } from '../../../tools/random.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { changeBetween } from '../../typing/change.ts';
import { gapMs } from './gaps.ts';
import { Product } from './product.ts';
import { type Project, uriOf } from './project.ts';
import { Recording } from './recording.ts';
import { type Exchange, type Machine, VirtualServer } from './virtualServer.ts';

/** The lines that are typed into each file, and the characters from one place to the next. */
const LINES = 30;
const EVERY = 16;
const STEP_MS = 50;

export interface Session {
  readonly recording: Recording;
  /** Of the product itself. */
  readonly exchanges: readonly Exchange[];
}

/** Types into a file, and has the product ask its model at fixed places, whatever it knows there already. */
export async function replay(
  project: Project,
  model: LocalModel,
  machine: Machine,
): Promise<Session> {
  const clock = new FakeClock();
  const server = new VirtualServer(model, clock, machine);
  const product = new Product({
    clock,
    server,
    url: model.url,
    project,
    completion: { speculate: false },
  });
  const recording = new Recording(product, project);
  const { above, goal, below } = divided(project.file.text);
  const random = seededRandom(goal.length);
  const uri = uriOf(project.file);
  let asked = 0;
  // Never what follows: each place is a question of its own.
  server.answer = () => `unknown${++asked}();`;
  await product.open(project, above + below);
  await recording.opened();
  let text = above + below;
  let due = EVERY;
  for (let at = 0; at < goal.length; ) {
    const typed = /^\n[ \t]*/.exec(goal.slice(at))?.[0] ?? goal.charAt(at);
    at += typed.length;
    const next = above + goal.slice(0, at) + below;
    product.change(uri, changeBetween(text, next));
    text = next;
    const ms = gapMs(random);
    recording.rested(ms);
    await product.pass(ms);
    if (at < due) continue;
    due = at + EVERY;
    const lines = (above + goal.slice(0, at)).split('\n');
    const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
    recording.asked(position.line, position.character);
    let isOver = false;
    const item = product.item(uri, position, true, new AbortController().signal);
    void item
      .catch(() => undefined)
      .then(() => {
        isOver = true;
      });
    while (!isOver) await product.pass(STEP_MS);
  }
  await product.dispose();
  return { recording, exchanges: server.exchanges };
}

/** Lines in the middle of a file, and what stands around them. */
function divided(text: string): { above: string; goal: string; below: string } {
  const lines = text.split('\n');
  const first = Math.max(0, Math.floor((lines.length - LINES) / 2));
  const part = (from: number, to?: number) => lines.slice(from, to).join('\n');
  return {
    above: `${part(0, first)}\n`,
    goal: part(first, first + LINES),
    below: `\n${part(first + LINES)}`,
  };
}
