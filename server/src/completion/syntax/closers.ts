const BRACKET = /^\s*[}\])]/;
const END = /^\s*end\b/;
const SHELL_END = /^\s*(?:fi|done|esac)\s*(?:$|[;&|<>)#])/;
/** Where words open blocks, and `end` closes them. */
const HAS_END = /^(?:ruby|erb|lua|elixir|julia|crystal|matlab|fortran-modern|vb|verilog|vhdl)$/;

/** True for a line that begins with what closes a block: a bracket, or a word in languages that have one. */
export const isCloser = (line: string, languageId: string): boolean =>
  BRACKET.test(line) ||
  (HAS_END.test(languageId) && END.test(line)) ||
  (languageId === 'shellscript' && SHELL_END.test(line));
