const BRACKET = /^\s*[}\])]/;
const END = /^\s*end\b/;
const SHELL_END = /^\s*(?:fi|done|esac)\s*(?:$|[;&|<>)#])/;
/** Where words open blocks, and `end` closes them. */
const HAS_END =
  /^(?:ruby|erb|lua|elixir|julia|crystal|matlab|octave|fortran.*|vb|(?:system)?verilog|vhdl|ada|(?:object)?pascal|fish)$/;

/** A shell, and the recipes that are written in one. */
const HAS_SHELL_ENDS = /^(?:shellscript|makefile|dockerfile)$/;

/** Of each line, if it is one: see `isCloser`. */
export const areClosers = (lines: readonly string[], languageId: string): boolean[] =>
  lines.map((line) => isCloser(line, languageId));

/** True for a line that begins with what closes a block: a bracket, or a word in languages that have one. */
export const isCloser = (line: string, languageId: string): boolean =>
  BRACKET.test(line) ||
  (HAS_END.test(languageId) && END.test(line)) ||
  (HAS_SHELL_ENDS.test(languageId) && SHELL_END.test(line));
