/** Size of a chart and of what surrounds its plot, in pixels. */
const [WIDTH, HEIGHT] = [640, 180];
const MARGIN = { left: 44, right: 12, top: 28, bottom: 22 };
/** Told apart by who cannot tell red from green, and legible on white and on black (Okabe, Ito 2008). */
const COLOURS = ['#0072b2', '#e69f00', '#cc79a7', '#009e73'];
const INK = '#808080';
/** Widths of lines between values, and over the time between them in which nothing happened. */
const [THICK, THIN] = [2, 0.75];

interface Line {
  readonly name: string;
  /** Moments in epoch milliseconds, and values; `undefined` where there is none. */
  readonly values: readonly (readonly [at: number, value: number | undefined])[];
}

interface Span {
  readonly from: number;
  readonly to: number;
  /** Values further apart are joined by a thin line alone: nothing happened between them. */
  readonly stepMs: number;
}

/** Lines over time as an SVG of its own. Names are shown as they are: give none of a user's. */
export function chart(title: string, { from, to, stepMs }: Span, lines: readonly Line[]): string {
  const most = Math.max(0, ...lines.flatMap(({ values }) => values.map(([, value = 0]) => value)));
  const top = niceAbove(most === 0 ? 1 : most);
  const x = (at: number) =>
    MARGIN.left + ((at - from) / (to - from)) * (WIDTH - MARGIN.left - MARGIN.right);
  const y = (value: number) =>
    HEIGHT - MARGIN.bottom - (value / top) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const parts = [
    text(MARGIN.left, 16, title, 'start', 'bold'),
    ...[0, 0.5, 1].flatMap((share) => [
      rule(y(top * share)),
      text(MARGIN.left - 6, y(top * share) + 4, short(top * share), 'end'),
    ]),
    text(MARGIN.left, HEIGHT - 6, moment(from, to - from), 'start'),
    text(WIDTH - MARGIN.right, HEIGHT - 6, moment(to, to - from), 'end'),
    ...lines.flatMap(({ name, values }, index) => {
      const colour = COLOURS[index % COLOURS.length] ?? INK;
      const at = WIDTH - MARGIN.right - (lines.length - 1 - index) * 80;
      const line = (d: string, width: number) =>
        `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`;
      return [
        line(path(values, Number.POSITIVE_INFINITY, x, y), THIN),
        line(path(values, stepMs, x, y), THICK),
        text(at, 16, name, 'end', 'normal', colour),
      ];
    }),
    ...(lines.some(({ values }) => values.some(([, value]) => value !== undefined))
      ? []
      : [text(WIDTH / 2, HEIGHT / 2, 'no data', 'middle')]),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}" font-family="sans-serif" font-size="11">${parts.join('')}</svg>`;
}

function path(
  values: Line['values'],
  stepMs: number,
  x: (at: number) => number,
  y: (value: number) => number,
): string {
  let before: number | undefined;
  const steps: string[] = [];
  for (const [at, value] of values) {
    if (value === undefined) continue;
    const isJoined = before !== undefined && at - before <= 1.5 * stepMs;
    const place = `${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
    // A point on its own is a line of no length with round ends.
    steps.push(isJoined ? `L${place}` : `M${place}l0 0`);
    before = at;
  }
  return steps.join('');
}

const rule = (y: number): string =>
  `<line x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${y}" y2="${y}" stroke="${INK}" stroke-opacity="0.3"/>`;

const text = (
  x: number,
  y: number,
  content: string,
  anchor: 'start' | 'middle' | 'end',
  weight = 'normal',
  colour = INK,
): string =>
  `<text x="${x}" y="${y}" text-anchor="${anchor}" font-weight="${weight}" fill="${colour}">${content}</text>`;

/** The next of 1, 2, 5, 10, 20, … */
function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 5].find((step) => step * power >= value) ?? 10);
}

const short = (value: number): string =>
  value >= 1000 ? `${value / 1000}k` : String(Number(value.toPrecision(2)));

/** The time of day, or the day where that says more. */
const moment = (at: number, spanMs: number): string => {
  const iso = new Date(at).toISOString();
  return spanMs <= 86_400_000 ? `${iso.slice(11, 16)} UTC` : iso.slice(5, 10);
};
