/** A file with a fault in it, and what is right. */
export interface Fault {
  readonly languageId: string;
  /** Lines of the file as it should be. */
  readonly truth: readonly string[];
  /** The same with the fault. */
  readonly faulty: readonly string[];
  /** The line of the faulty file that a tool points at. */
  readonly line: number;
}

/** Spoils one line of a file; `undefined` where the line offers nothing to spoil. */
export function spoiled(
  languageId: string,
  truth: readonly string[],
  line: number,
  random: () => number,
): Fault | undefined {
  const whole = truth[line] ?? '';
  if (whole.trim().length < 6 || whole.length > 200) return undefined;
  const faulty = [...truth];
  const kind = random();
  if (kind < 0.1 && line > 0 && (truth[line - 1] ?? '').trim() !== '') {
    // A line is missing: a tool points at the one above.
    faulty.splice(line, 1);
    return { languageId, truth, faulty, line: line - 1 };
  }
  const wrong = WAYS[Math.floor(random() * WAYS.length)]?.(whole, random);
  if (wrong === undefined || wrong === whole || wrong.trim() === '') return undefined;
  faulty[line] = wrong;
  return { languageId, truth, faulty, line };
}

type Way = (line: string, random: () => number) => string | undefined;

/** The ways in which a line of code goes wrong. */
const WAYS: readonly Way[] = [
  // A letter of a name is lost.
  (line, random) => {
    const words = [...line.matchAll(/[A-Za-z_]{4,}/g)];
    const word = words[Math.floor(random() * words.length)];
    if (word === undefined) return undefined;
    const at = word.index + 1 + Math.floor(random() * (word[0].length - 1));
    return line.slice(0, at) + line.slice(at + 1);
  },
  // A name is another.
  (line, random) => {
    const words = [...line.matchAll(/[A-Za-z_]{3,}/g)];
    const word = words[Math.floor(random() * words.length)];
    if (word === undefined) return undefined;
    return `${line.slice(0, word.index)}value${line.slice(word.index + word[0].length)}`;
  },
  (line) => line.replace(/[)\]}]/, ''),
  (line) => line.replace(/[;:,]\s*$/, ''),
  (line) => line.replace('==', '=').replace(' + ', ' - ').replace(' < ', ' > '),
  (line) => line.replace(/\d+/, (number) => `${Number(number) + 1}`),
  (line) => line.replace(/(["'`])(?!.*\1)/, ''),
  // Half of an expression is gone.
  (line) => {
    const at = line.lastIndexOf(' ', line.trimEnd().length - 2);
    return at > line.length / 2 ? line.slice(0, at) : undefined;
  },
];
