/** The parts of a source map (ECMA-426) that name a place. */
interface SourceMap {
  readonly version: number;
  readonly sources: readonly string[];
  readonly mappings: string;
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * A source map as it is shipped: files and lines of the sources, without columns and names, which makes it a fraction as large; and
 * the same on every machine, also where packages lie behind a link.
 */
export function shippedMap({ version, sources, mappings }: SourceMap): SourceMap {
  let source = 0;
  let line = 0;
  let told = { source: 0, line: 0 };
  const lines = mappings.split(';').map((segments) => {
    let column = 0;
    let toldColumn = 0;
    return segments.split(',').flatMap((segment, at) => {
      const [columns, sourceStep, lineStep] = numbersIn(segment);
      if (columns === undefined || sourceStep === undefined || lineStep === undefined) return [];
      column += columns;
      source += sourceStep;
      line += lineStep;
      if (at > 0 && source === told.source && line === told.line) return [];
      const steps = [column - toldColumn, source - told.source, line - told.line, 0];
      told = { source, line };
      toldColumn = column;
      return [steps.map(digitsOf).join('')];
    });
  });
  return {
    version,
    sources: sources.map((path) => path.replace(/^.*\/node_modules\//, '../node_modules/')),
    mappings: lines.join(';'),
  };
}

/** The numbers of a segment: base 64 digits of five bits, the least first, each with a sixth where more follow. */
function numbersIn(segment: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const character of segment) {
    const digit = DIGITS.indexOf(character);
    value |= (digit & 31) << shift;
    shift += 5;
    if ((digit & 32) !== 0) continue;
    numbers.push((value & 1) === 1 ? -(value >> 1) : value >> 1);
    value = 0;
    shift = 0;
  }
  return numbers;
}

function digitsOf(value: number): string {
  let digits = '';
  let rest = value < 0 ? (-value << 1) | 1 : value << 1;
  do {
    const digit = rest & 31;
    rest >>>= 5;
    digits += DIGITS[rest > 0 ? digit | 32 : digit];
  } while (rest > 0);
  return digits;
}
