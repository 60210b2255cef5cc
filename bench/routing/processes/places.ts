import { seededRandom } from '../../../tools/random.ts';
import type { Answered, Session } from './session.ts';

const LINES = 12;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** Names that nobody has seen, the same every time. */
function names(seed: number): () => string {
  const random = seededRandom(seed);
  return () =>
    Array.from({ length: 8 }, () => LETTERS[Math.floor(random() * LETTERS.length)]).join('');
}

/** Opens a document that is like no other, types the beginning of a line there, asks once, and closes it. */
export async function askSomewhereNew(session: Session, index: number): Promise<Answered> {
  const name = names(index + 1);
  const lines = Array.from({ length: LINES }, () => `const ${name()} = ${name()}.${name()};`);
  const uri = `file:///bench/place${index}.ts`;
  const document = await session.editor.open(uri, 'typescript', [...lines, '']);
  const answered = await session.typeAndAsk(
    document,
    { line: LINES, character: 0 },
    `const ${name()} = `,
  );
  await session.editor.close(document);
  return answered;
}
