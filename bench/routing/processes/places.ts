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

/** Lines that are in no other file. */
export function headLines(file: number, count: number): string[] {
  const name = names(10_000 + file);
  return Array.from({ length: count }, () => `const ${name()} = ${name()}.${name()};`);
}

/** Opens a document that is like no other, types the beginning of a line there, asks once, and closes it. */
export async function askSomewhereNew(session: Session, index: number): Promise<Answered> {
  const name = names(index + 1);
  const above = Array.from({ length: LINES }, () => `const ${name()} = ${name()}.${name()};`);
  return askBelow(session, `place${index}.ts`, above, `const ${name()} = `);
}

const FILES = 12;
const FUNCTIONS = 8;

/** A function as everybody writes them here, of whatever name. */
const usual = (name: string): readonly string[] => [
  `export async function ${name}(id: string): Promise<Order> {`,
  `  const response = await client.request('/orders', { id });`,
  '  if (!response.ok) throw new Error(response.statusText);',
  '  return response.json();',
  '}',
  '',
];

/** Files in which the same is written again and again, by their names. */
export const USUAL_FILES: readonly (readonly [name: string, text: string])[] = Array.from(
  { length: FILES },
  (_, file) => {
    const name = names(1_000 + file);
    const functions = Array.from({ length: FUNCTIONS }, () => usual(name()).join('\n'));
    return [`orders${file}.ts`, functions.join('\n')];
  },
);

/** Begins another such function in a document of its own, and asks once: the index knows what follows. */
export function askForTheUsual(session: Session, index: number): Promise<Answered> {
  const name = names(100_000 + index);
  const [head = '', body = ''] = usual(name());
  const typed = body.slice(0, body.indexOf('request'));
  return askBelow(session, `usual${index}.ts`, [...usual(name()), head], typed);
}

async function askBelow(
  session: Session,
  file: string,
  above: readonly string[],
  typed: string,
): Promise<Answered> {
  const uri = `file:///bench/${file}`;
  const document = await session.editor.open(uri, 'typescript', [...above, '']);
  const answered = await session.typeAndAsk(document, { line: above.length, character: 0 }, typed);
  await session.editor.close(document);
  return answered;
}
