import { isBlank } from './line.ts';
import { scan } from './scan.ts';
import { syntaxOf } from './syntax.ts';

/** The end of a line in a language whose statements end with a sign. */
const SIGNED = /[;{}]$/;
/** Share of the lines that end so in such a language. */
const USUAL = 0.4;
/** A line that does nothing: a name alone, a decorator without what it decorates. */
const IDLE = /^@?[\w.]{1,200}$/;
const DOES = /^(?:pass|return|break|continue|end|done|fi|esac|else|done_testing)\b|^}/;
/** Words of which a test has one. */
const CHECKS = /assert|expect|should|must|raises|throws|verify|check|fail|equal|approx|snapshot/i;

/** True if a file may end with its last line: in a language of signs with one, in others with something that is done. */
export function endsAsFile(lines: readonly string[], languageId: string): boolean {
  const code = scan(lines, languageId)
    .map((each) => each.code.trimEnd())
    .filter((line) => !isBlank(line));
  const last = code.at(-1)?.trim() ?? '';
  const signed = code.filter((line) => SIGNED.test(line)).length;
  if (signed >= USUAL * code.length) return /[;})\]]$/.test(last);
  if (IDLE.test(last) && !DOES.test(last)) return false;
  return !syntaxOf(languageId).isIndented || checks(lines);
}

/** True unless the last test of a file, of those that are functions, looks at nothing. */
function checks(lines: readonly string[]): boolean {
  const start = lines.findLastIndex((line) => /^\s*(?:async )?def test/.test(line));
  return start === -1 || lines.slice(start).some((line) => CHECKS.test(line));
}
