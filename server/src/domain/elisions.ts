import { LEFT_OUT_ELSEWHERE } from './leftOutElsewhere.ts';

/** How comments and placeholders begin. */
const LEADER =
  /^(?:\/\/+|\/\*+|#+|--+|<!--|\{\/\*|%+|;+|"""|'''|\(\*|\{-|\*+|rem\b|\[|\(|<|\{)\s*/i;
const DOTS = /^(?:\.{2,}|…|(?:\. ){2,}\.)/;
const DOTS_AT_END = /(?:(?<!\.)\.{3,}|…)[\s*/\-–>})\]]{0,8}$/;
/** A comment of dots behind code, a body of dots. */
const DOTS_INSIDE =
  /(?:\/\/|\/\*+|#|--|<!--|\{\/\*|;|%)\s{0,4}(?:\.{3}|…)|\{\s{1,4}(?:\.{3}|…)\s{1,4}\}|(?:\.{3}|…)\s{0,4}(?:\*\/|-->)/;

/** Words for code that was left out, in the languages in which models say so most. */
export const LEFT_OUT =
  /\b(?:existing|rest of|remaining|remainder|unchanged|omitted|elided|truncated|snip(?:ped)?|abbreviated|no changes?|not changed|same as|as before|as above|as is|(?:remains?|stays?|is|are) the same|previous(?:ly)?|code (?:goes )?here|code continues|continues? (?:here|below)|(?:other|more) (?:\w+ )?(?:code|lines?|methods?|functions?|members?|fields?|cases?|rules?|items?|entries|properties|imports?|tests?|stuff)|keep (?:this|the|as|all|your)|unverändert|restlich\w*|rest des|wie zuvor|resto del?|sin cambios|reste du|inchangée?s?|без изменений)\b|省略|其余|其他代码|不变|保持|既存|残り|変更なし|나머지|생략/iu;
/** Openers of lines that only speak about code. */
const ASIDE = /^(?:\/\/|\/\*|#|--|<!--|\{\/\*|%|;|"""|'''|\(\*|\{-|\*|rem\b|\[|\(|<|\.|…|~|=|\{-)/i;

/** True for a line that stands for others: `// ... existing code ...`, `...`, `{/* unchanged *\/}` and their kin. */
export const isElision = (line: string): boolean => hasDots(line) || speaksOfCode(line);

/** True for dots that stand for code. */
export function hasDots(line: string): boolean {
  const text = line.trim().slice(0, MAX_LENGTH);
  if (DOTS.test(text) && !/^\.{2,3}[\w$("'`[{/]/.test(text)) return true;
  const said = text.replace(LEADER, '');
  if (ASIDE.test(text) && (DOTS.test(said) || DOTS_AT_END.test(text))) {
    // A spread inside brackets is code: `[...items]`, `(...args)`.
    return !/^[[({<]\s*\.{3}[\w$("'`[{]/.test(text);
  }
  return DOTS_INSIDE.test(text);
}

function speaksOfCode(line: string): boolean {
  const text = line.trim().slice(0, MAX_LENGTH);
  const said = [...(ASIDE.test(text) ? [text] : []), commentBehind(text)];
  return said.some((each) => LEFT_OUT.test(each) || LEFT_OUT_ELSEWHERE.test(each));
}

/** Longer lines are no placeholders. */
const MAX_LENGTH = 400;

/** The comment behind the code of a line, '' without one. */
function commentBehind(text: string): string {
  const at = / (?:\/\/|\/\*|# |-- |<!--)/.exec(text)?.index;
  return at === undefined ? '' : text.slice(at);
}

/** True for a line that says something about code and does nothing itself. */
export const isComment = (line: string): boolean =>
  /^(?:\/\/|\/\*|\*\/|\*(?: |$)|#(?![a-z]+\b)|--|<!--|\{\/\*|%|;|"""|\(\*|rem\b)/i.test(
    line.trim(),
  );

const COMMENT_SIGNS = [
  /\/\//g,
  /\/\*/g,
  /<!--/g,
  ...['#', '--', ';', '%'].map((sign) => new RegExp(`(?:^|\\s)${sign}+\\s*\\p{L}`, 'gu')),
];

/** True if a line has more signs of a comment, of any kind, than the one it takes the place of. */
export const addsComment = (now: string, old: string): boolean =>
  COMMENT_SIGNS.some((sign) => (now.match(sign)?.length ?? 0) > (old.match(sign)?.length ?? 0));
