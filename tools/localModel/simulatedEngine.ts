import type { Engine, KvSlot } from './engine.ts';
import { CONTROL_TEXTS, type ControlTokens, controlTokens, LONGEST_RUN } from './vocabulary.ts';

/** As the vocabulary of GPT-2 divides a text: words and signs with the blank before them, and white space. */
const PARTS = / ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;
/** Characters of a token, so that code comes to about as many as with that vocabulary. */
const TOKEN_LENGTHS = { word: 6, number: 2, sign: 2 } as const;
const BLANKS = new RegExp(`\\n{1,2}|[^\\n]{1,${LONGEST_RUN}}`, 'g');
const CONTROL = new RegExp(CONTROL_TEXTS.map((text) => text.replaceAll('|', '\\|')).join('|'), 'g');
const ANSWER = 'result;\n';
const END = 0;

/** Where there is no engine: tokens of about the usual size, and a memory that keeps what a prompt has in common with it. */
export function simulatedEngine(slots: number): Engine {
  const control: ControlTokens = { end: END, ...controlTokens(END + 1) };
  const texts: string[] = ['', ...CONTROL_TEXTS];
  const numbers = new Map<string, number>();
  let evaluated = 0;
  const numberOf = (text: string): number => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, texts.length);
    texts.push(text);
    return texts.length - 1;
  };
  const ofText = (text: string): number[] => piecesOf(text).map(numberOf);
  const answer = ofText(ANSWER);

  const slot = (): KvSlot => {
    let tokens: number[] = [];
    return {
      get tokens() {
        return tokens;
      },
      async keep(count) {
        tokens = tokens.slice(0, count);
      },
      async evaluate(added) {
        tokens.push(...added);
        evaluated += added.length;
        return nextOf(tokens.at(-1) ?? END);
      },
    };
  };
  /** As the real one's model: one line behind the mark of the middle, then the end. */
  const nextOf = (token: number): number => {
    const at = answer.indexOf(token);
    return at === -1 ? (answer[0] ?? END) : (answer[at + 1] ?? END);
  };

  return {
    name: 'simulated',
    control,
    slots: Array.from({ length: slots }, slot),
    tokenize(text, isSpecial) {
      if (!isSpecial) return ofText(text);
      const between = text.split(CONTROL).map(ofText);
      const marks = [...text.matchAll(CONTROL)].map(([mark]) => texts.indexOf(mark));
      return between.flatMap((part, index) => [...part, ...marks.slice(index, index + 1)]);
    },
    detokenize: (tokens) =>
      tokens.map((token) => (isControl(token) ? '' : (texts[token] ?? ''))).join(''),
    evaluated: () => evaluated,
    dispose: async () => undefined,
  };
}

const isControl = (token: number): boolean => token <= CONTROL_TEXTS.length;

function piecesOf(text: string): string[] {
  return (text.match(PARTS) ?? []).flatMap((part) => {
    if (part.trim() === '') return part.match(BLANKS) ?? [];
    const length = TOKEN_LENGTHS[kindOf(part)];
    const first = part.startsWith(' ') ? length + 1 : length;
    const pieces = [part.slice(0, first)];
    for (let at = first; at < part.length; at += length) pieces.push(part.slice(at, at + length));
    return pieces;
  });
}

function kindOf(part: string): keyof typeof TOKEN_LENGTHS {
  if (/\p{L}/u.test(part)) return 'word';
  return /\p{N}/u.test(part) ? 'number' : 'sign';
}
