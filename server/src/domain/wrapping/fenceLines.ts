/** How many backticks or tildes a line begins with. */
export function fenceRun(line: string): number {
  const mark = line.charAt(0);
  if (mark !== '`' && mark !== '~') return 0;
  let length = 1;
  while (line.charAt(length) === mark) length++;
  return length;
}

/** A fence that a line opens (CommonMark 4.5), by its marks and what is said behind them. */
export interface Fence {
  readonly mark: string;
  readonly length: number;
  readonly info: string;
}

/** The longest that is said behind a fence, in characters. */
const MAX_INFO_LENGTH = 200;
const PLAIN_INFO = /^[\w+#.-]*$/;

/** The fence that a line opens, or closes; `undefined` for any other line. */
export function fenceOf(line: string): Fence | undefined {
  const text = line.trim();
  const length = fenceRun(text);
  const mark = text.charAt(0);
  const info = text.slice(length).trim();
  if (length < 3 || info.includes('`') || info.length > MAX_INFO_LENGTH) return undefined;
  if (mark === '~' && !PLAIN_INFO.test(info)) return undefined;
  return { mark, length, info };
}

const SHORT_NAMES: Readonly<Record<string, string>> = {
  js: 'javascript',
  jsx: 'javascriptreact',
  ts: 'typescript',
  tsx: 'typescriptreact',
  py: 'python',
  python3: 'python',
  rb: 'ruby',
  rs: 'rust',
  sh: 'shellscript',
  bash: 'shellscript',
  shell: 'shellscript',
  zsh: 'shellscript',
  'c++': 'cpp',
  'c#': 'csharp',
  cs: 'csharp',
  golang: 'go',
  kt: 'kotlin',
  yml: 'yaml',
  md: 'markdown',
};

/** The language that is named behind a fence, or alone, by its longest name. */
export function languageOf(info: string): string {
  const name = /^\{?\.?([\w+#-]+)/.exec(info)?.[1]?.toLowerCase() ?? '';
  return SHORT_NAMES[name] ?? name;
}

/** Returns the fence that is open at the end of a text; `undefined` if none is. */
export function openFence(text: string): Fence | undefined {
  let open: Fence | undefined;
  for (const line of text.split('\n').slice(0, -1)) {
    if (!/^\s*(?:```|~~~)/.test(line)) continue;
    const fence = fenceOf(line);
    const isEnd =
      fence?.mark === open?.mark && fence?.info === '' && fence.length >= (open?.length ?? 0);
    if (open === undefined) open = fence;
    else if (isEnd) open = undefined;
  }
  return open;
}
