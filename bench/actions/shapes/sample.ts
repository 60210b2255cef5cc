import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

export type Half = 'tune' | 'judge' | 'fresh' | 'later';

/**
 * The samples by half. Those of `more` were first measured when rules were made on the others, and rules were mended by them since:
 * new languages are the measure of what comes next. Those of `fresh` were measured once before rules were mended by them; of `later` the
 * sums alone were looked at before and after that.
 */
const FOLDERS = {
  tune: ['tune', 'more'],
  judge: ['judge'],
  fresh: ['fresh'],
  later: ['later'],
} as const;

export const isHalf = (name: string): name is Half => Object.hasOwn(FOLDERS, name);

/** A file of some 40 lines with a block in it, and what a careful person makes of that block in each action. */
export interface Sample {
  readonly languageId: string;
  readonly extension: string;
  readonly above: readonly string[];
  readonly block: readonly string[];
  readonly below: readonly string[];
  /** A line of the block, and the same with a fault in it. */
  readonly fault: readonly [right: string, wrong: string];
  /** The true block by action. */
  readonly rewrites: ReadonlyMap<string, readonly string[]>;
  /** A true file of tests. */
  readonly tests: readonly string[];
  /** The block, and its other forms, of the samples in other languages. */
  readonly translations: readonly { readonly languageId: string; readonly block: string[] }[];
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  typescript: 'ts',
  python: 'py',
  rust: 'rs',
  java: 'java',
  ruby: 'rb',
  go: 'go',
  csharp: 'cs',
  php: 'php',
  cpp: 'cpp',
  kotlin: 'kt',
  lua: 'lua',
  javascript: 'js',
  swift: 'swift',
  elixir: 'ex',
  perl: 'pl',
  shellscript: 'sh',
  powershell: 'ps1',
  julia: 'jl',
  haskell: 'hs',
};

/** The samples of a half: the same program in several languages each. Rules are made on one half, and measured on the other. */
export const samplesOf = (half: Half): Sample[] => FOLDERS[half].flatMap(samplesIn);

function samplesIn(name: string): Sample[] {
  const folder = join(import.meta.dirname, 'samples', name);
  const parts = readdirSync(folder)
    .toSorted()
    .map((file) => ({
      languageId: basename(file, '.txt').replace(/-.*/, ''),
      sections: sectionsOf(readFileSync(join(folder, file), 'utf8')),
    }));
  return parts.map(({ languageId, sections }) => {
    const section = (of: string): string[] => sections.get(of) ?? [];
    const { above, block, below, faulty, tests, ...rewrites } = Object.fromEntries(sections);
    const [right = '', wrong = ''] = faulty ?? [];
    return {
      languageId,
      extension: EXTENSIONS[languageId] ?? languageId,
      above: above ?? [],
      block: block ?? [],
      below: below ?? [],
      fault: [right, wrong],
      rewrites: new Map(Object.entries(rewrites)),
      tests: section('tests'),
      translations: parts
        .filter((other) => other.languageId !== languageId)
        .map((other) => ({
          languageId: other.languageId,
          block: other.sections.get('simplify') ?? [],
        })),
    };
  });
}

/** The texts behind lines `@@ name`. */
function sectionsOf(text: string): Map<string, string[]> {
  const sections = new Map<string, string[]>();
  let lines: string[] = [];
  for (const line of text.replace(/\n$/, '').split('\n')) {
    if (line.startsWith('@@ ')) {
      lines = [];
      sections.set(line.slice(3), lines);
    } else lines.push(line);
  }
  return sections;
}
