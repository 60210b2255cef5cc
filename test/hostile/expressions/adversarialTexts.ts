/** A part of a regular expression: one character of a kind, or a group. */
interface Atom {
  readonly kind: 'one' | 'group' | 'nothing';
  /** As it stands in the expression. */
  readonly source: string;
  readonly choices: readonly (readonly Item[])[];
}

interface Item {
  readonly atom: Atom;
  readonly min: number;
  readonly max: number;
}

/** Repetitions from which on a loop is one. */
const LOOP = 16;
/** Characters that loops are fed with, beside those of the expression. */
const USUAL = [...'aZx0 \t\n.,;:!?/\\|"\'`<>()[]{}*+-_=#@$%&^~é中｜▁\u0000\u00a0'];
const ENDINGS = ['', '\u0000', '!\n', 'x'] as const;

/**
 * Texts of some length on which an expression would fail late: each of its loops fed with what it takes, behind the
 * shortest text that leads there, with ends that do not match; that text over and over; runs of all kinds of characters.
 */
export function adversarialTexts(source: string, flags: string, length: number): string[] {
  const isUnicode = flags.includes('u') || flags.includes('v');
  const items = parse(source, isUnicode);
  const known = new Map<string, string[]>();
  const letters = [...new Set([...USUAL, ...source.replace(/\\[a-zA-Z]/g, '')])];
  const mode = flags.replace(/[gy]/g, '');
  const taken = (atom: Atom): string[] => {
    const already = known.get(atom.source);
    if (already !== undefined) return already;
    const one = new RegExp(`^(?:${atom.source})$`, mode);
    const found = letters.filter((letter) => one.test(letter));
    known.set(atom.source, found);
    return found;
  };
  const shortest = (choice: readonly Item[], least: number): string =>
    choice
      .map(({ atom, min, max }) => sample(atom, least).repeat(Math.min(max, Math.max(min, least))))
      .join('');
  const sample = (atom: Atom, least: number): string => {
    if (atom.kind === 'nothing') return '';
    if (atom.kind === 'one') return taken(atom)[0] ?? '';
    return shortest(atom.choices[0] ?? [], least);
  };
  const texts = new Set<string>();
  const add = (prefix: string, pump: string) => {
    if (pump === '') return;
    const run = pump.repeat(Math.ceil(length / pump.length));
    for (const ending of ENDINGS) texts.add((prefix + run).slice(0, length) + ending);
  };
  const visit = (choices: readonly (readonly Item[])[], before: string): void => {
    for (const choice of choices) {
      for (const [index, { atom, max }] of choice.entries()) {
        for (const least of [0, 1]) {
          const prefix = before + shortest(choice.slice(0, index), least);
          if (max >= LOOP && atom.kind === 'one') {
            for (const letter of spread(taken(atom))) add(prefix, letter);
          }
          if (max >= LOOP && atom.kind === 'group') {
            for (const each of atom.choices) add(prefix, shortest(each, 1));
          }
          if (least === 1) add('', prefix + sample(atom, 1));
          if (atom.kind === 'group' && least === 0) visit(atom.choices, prefix);
        }
      }
      add('', shortest(choice, 1));
      add(before, shortest(choice, 0));
    }
  };
  visit(items, '');
  for (const letter of spread(signatures(letters, known))) add('', letter);
  for (const pair of [
    'a ',
    ' a',
    'a\n',
    '\n ',
    ' \n',
    'a.',
    '"\\',
    '([',
    '</',
    '/*',
    'a,',
    '0.',
    'a1',
  ])
    add('', pair);
  return [...texts];
}

/** A letter for each way in which the parts of the expression take letters. */
function signatures(
  letters: readonly string[],
  known: ReadonlyMap<string, readonly string[]>,
): string[] {
  const kinds = [...known.values()].map((each) => new Set(each));
  const found = new Map<string, string>();
  for (const letter of letters) {
    const signature = kinds.map((kind) => (kind.has(letter) ? 1 : 0)).join('');
    if (!found.has(signature)) found.set(signature, letter);
  }
  return [...found.values(), ' ', 'a', '0', '\n', '"', '(', '/'];
}

/** At most so many of a list, from all of it. */
const spread = (list: readonly string[], most = 12): string[] => {
  const step = Math.max(1, Math.ceil(list.length / most));
  return list.filter((_, index) => index % step === 0);
};

/** The choices of an expression. Throws for one that it cannot read. */
function parse(source: string, isUnicode: boolean): readonly (readonly Item[])[] {
  let at = 0;
  const choices = (): (readonly Item[])[] => {
    const all: Item[][] = [[]];
    while (at < source.length && source[at] !== ')') {
      if (source[at] === '|') {
        at++;
        all.push([]);
      } else all.at(-1)?.push(item());
    }
    return all;
  };
  const item = (): Item => {
    const atom = readAtom();
    const quantifier = /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/.exec(source.slice(at));
    if (quantifier === null) return { atom, min: 1, max: 1 };
    at += quantifier[0].length;
    const [, sign, low, comma, high] = quantifier;
    if (sign !== undefined)
      return { atom, min: sign === '+' ? 1 : 0, max: sign === '?' ? 1 : Number.POSITIVE_INFINITY };
    const min = Number(low);
    const max = comma === undefined ? min : high === '' ? Number.POSITIVE_INFINITY : Number(high);
    return { atom, min, max };
  };
  const readAtom = (): Atom => {
    const from = at;
    const rest = source.slice(at);
    const nothing = /^(?:\^|\$|\\[bB])/.exec(rest)?.[0];
    if (nothing !== undefined) {
      at += nothing.length;
      return { kind: 'nothing', source: nothing, choices: [] };
    }
    if (rest.startsWith('(')) {
      const opening = /^\((?:\?(?:[:=!]|<[=!]|<\w+>|[ims-]+:))?/.exec(rest)?.[0] ?? '(';
      at += opening.length;
      const inside = choices();
      if (source[at] !== ')') throw new Error(`No end of a group: ${source}`);
      at++;
      const isAround = /^\(\?<?[=!]/.test(opening);
      const kind = isAround ? 'nothing' : 'group';
      return { kind, source: source.slice(from, at), choices: inside };
    }
    if (rest.startsWith('[')) {
      at++;
      while (at < source.length && source[at] !== ']') at += source[at] === '\\' ? 2 : 1;
      at++;
    } else {
      const one =
        /^\\(?:u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[pP]\{[^}]*\}|c[A-Z]|k<\w+>|[\s\S])/.exec(
          rest,
        )?.[0];
      at += one?.length ?? (isUnicode ? ([...rest][0] as string).length : 1);
    }
    const own = source.slice(from, at);
    const isBack = /^\\(?:[1-9]|k<)/.test(own);
    return { kind: isBack ? 'nothing' : 'one', source: own, choices: [] };
  };
  const all = choices();
  if (at < source.length) throw new Error(`Cannot read on at ${source.slice(at)}`);
  return all;
}
