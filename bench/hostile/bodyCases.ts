/** A body for the gateway that is far too much, or as much as is taken. */
export interface BodyCase {
  readonly name: string;
  readonly path: 'chat/completions' | 'completions' | 'embeddings';
  readonly body: () => string;
  /** Of the answer. */
  readonly status: 200 | 400;
}

const many = (count: number, item: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => item(at)).join();
/** A chat with a text in JSON, and further members. */
const chat = (content: string, more = '', model = 'm'): string =>
  `{"model":"${model}","messages":[{"role":"user","content":"${content}"}]${more}}`;
const members = (count: number): string => many(count, (at) => `"k${at}":${at % 10}`);
const words = (length: number): string => 'some words of a text '.repeat(length / 21);
const deep = (depth: number, count: number): string =>
  many(count, () => '['.repeat(depth) + ']'.repeat(depth));

const taken = (name: string, body: () => string): BodyCase => ({
  name,
  path: 'chat/completions',
  body,
  status: 200,
});
const refused = (name: string, body: () => string): BodyCase => ({
  ...taken(name, body),
  status: 400,
});
const inputs = (name: string, input: () => string): readonly BodyCase[] => [
  {
    ...taken(`${name} to embed`, () => `{"model":"m","input":[${input()}]}`),
    path: 'embeddings',
  },
  {
    ...taken(`${name} to complete`, () => `{"model":"m","prompt":[${input()}]}`),
    path: 'completions',
  },
];

/** Each is up to the limit of size, 10 MB. */
export const bodyCases: readonly BodyCase[] = [
  refused('400,000 parameters', () => chat('Why?', `,${members(400_000)}`)),
  refused('400,000 members', () => chat('Why?', `,"metadata":{${members(400_000)}}`)),
  refused('400,000 members of a message', () =>
    chat('Why?').replace('"role"', () => `${members(400_000)},"role"`),
  ),
  refused('3,000,000 empty objects', () => chat('', `,"x":[${many(3_000_000, () => '{}')}]`)),
  refused('lists in lists', () => chat('', `,"x":[${deep(990, 5_000)}]`)),
  refused('a list that has no end', () => chat('', `,"x":[${many(4_900_000, () => '1')}`)),
  taken('as many members as are taken', () => chat('', `,"options":{${members(49_900)}}`)),
  taken('as many objects as are taken', () =>
    chat('', `,"x":[${many(43_000, (at) => `{"k${at}":1}`)}]`),
  ),
  taken('as many messages as are taken', () =>
    chat('').replace('[', () => `[${many(19_000, () => '{"role":"u","content":"a"}')},`),
  ),
  taken('lists as deep as are taken', () => chat('', `,"x":[${deep(190, 1_600)}]`)),
  taken('as many fractions as are taken', () =>
    chat('', `,"x":[${many(990_000, (at) => `0.${at + 1_234_567}`)}]`),
  ),
  taken('members behind nine million escapes', () =>
    chat('\\n'.repeat(4_500_000), `,"x":{${members(49_900)}}`),
  ),
  taken('10 MB of text', () => chat(words(9_900_000))),
  taken('10 MB of an image', () =>
    chat('').replace('""', () => `[{"type":"image_url","url":"${'iVBORw0K'.repeat(1_230_000)}"}]`),
  ),
  taken('10 MB of characters of four bytes', () => chat('😀'.repeat(2_400_000))),
  taken('escapes that are no characters', () =>
    chat('\\ud800'.repeat(249_000) + '\\u0001'.repeat(1_400_000)),
  ),
  taken('4 MB of text', () => chat(words(3_900_000))),
  taken('4 MB that look like passwords', () => chat('password= token: sk-a0 '.repeat(170_000))),
  taken('4 MB of lines beside a private key', () => chat(`PRIVATE KEY${'\\na'.repeat(1_300_000)}`)),
  ...inputs('100,000 texts', () => many(100_000, (at) => `"input ${at}"`)),
  ...inputs('as many texts as are taken', () => many(199_000, (at) => `"${at}"`)),
  ...inputs('as many tokens as are cached', () => many(780_000, (at) => `${at % 10_000}`)),
  ...inputs('as many lists of tokens as are taken', () => many(180_000, () => '[1]')),
  {
    name: '100,000 texts that the model server refuses',
    path: 'embeddings',
    body: () => `{"model":"refusing","input":[${many(100_000, (at) => `"input ${at}"`)}]}`,
    status: 400,
  },
  refused('4 MB of text that the model server refuses', () =>
    chat(words(3_900_000), '', 'refusing'),
  ),
];
