import uPlot from 'uplot';
import { linesOf, lonely } from './lines.ts';
import type { ChartData, Series } from './series.ts';

const HEIGHT = 140;
/** Narrower than this nothing can be read. */
const LEAST_WIDTH = 160;

/** A chart as it is drawn now. */
export interface Drawing {
  readonly title: string;
  readonly canvas: HTMLCanvasElement;
  readonly legend: readonly { readonly name: string; readonly colour: string }[];
}

/** The charts of the panel, in the colours of the editor. */
export class Charts {
  readonly #root: HTMLElement;
  readonly #figures = new Map<string, Figure>();

  constructor(root: HTMLElement) {
    this.#root = root;
    new ResizeObserver(() => this.#each((figure) => figure.fit())).observe(root);
    // The editor changes the classes of the body with its theme.
    new MutationObserver(() => this.#each((figure) => figure.repaint())).observe(document.body, {
      attributes: true,
      attributeFilter: ['class', 'data-vscode-theme-id'],
    });
  }

  show(charts: readonly ChartData[]): void {
    for (const chart of charts) {
      const known = this.#figures.get(chart.id);
      if (known !== undefined) known.show(chart);
      else this.#figures.set(chart.id, new Figure(this.#root, chart));
    }
  }

  /** Returns the current drawings, for a picture. */
  drawings(): Drawing[] {
    return [...this.#figures.values()].map((figure) => figure.picture());
  }

  #each(act: (figure: Figure) => void): void {
    for (const figure of this.#figures.values()) act(figure);
  }
}

class Figure {
  readonly #element = document.createElement('figure');
  readonly #legend = document.createElement('ul');
  readonly #note = document.createElement('p');
  readonly #plot = document.createElement('div');
  readonly #noData = document.createElement('p');
  #chart: ChartData;
  #uplot: uPlot;

  constructor(root: HTMLElement, chart: ChartData) {
    const title = document.createElement('h2');
    title.textContent = chart.title;
    this.#plot.role = 'img';
    this.#note.className = 'trend';
    this.#noData.className = 'noData';
    this.#noData.textContent = 'No data in this time';
    this.#element.append(title, this.#plot, this.#noData, this.#legend, this.#note);
    root.append(this.#element);
    this.#chart = chart;
    this.#uplot = this.#draw();
  }

  show(chart: ChartData): void {
    const isAlike = namesOf(chart) === namesOf(this.#chart);
    this.#chart = chart;
    if (!isAlike) {
      this.repaint();
      return;
    }
    this.#uplot.setData(dataOf(chart));
    this.#tell();
  }

  fit(): void {
    this.#uplot.setSize({ width: this.#width(), height: HEIGHT });
  }

  repaint(): void {
    this.#uplot.destroy();
    this.#uplot = this.#draw();
  }

  picture(): Drawing {
    const { title, series } = this.#chart;
    const legend = series.map(({ name, colour: of }) => ({
      name,
      colour: colour(`--vscode-charts-${of}`),
    }));
    return { title, canvas: this.#uplot.ctx.canvas, legend };
  }

  #width(): number {
    return Math.max(LEAST_WIDTH, this.#element.clientWidth);
  }

  #draw(): uPlot {
    const { format, top } = this.#chart;
    const ink = colour('--vscode-descriptionForeground');
    const grid = `color-mix(in srgb, ${colour('--vscode-foreground')} 15%, transparent)`;
    const axis = { stroke: ink, grid: { stroke: grid, width: 1 }, ticks: { show: false } };
    const options: uPlot.Options = {
      width: this.#width(),
      height: HEIGHT,
      legend: { show: false },
      cursor: { y: false, sync: { key: 'aurelis' }, drag: { x: false, y: false } },
      scales: {
        y: { range: (_, __, most) => [0, top === 100 ? top : Math.max(top, (most ?? 0) * 1.1)] },
      },
      axes: [
        { ...axis, size: 26, space: 60, values: (_, moments) => moments.map(timeText(moments)) },
        { ...axis, size: 56, space: 32, values: (_, values) => values.map(format) },
      ],
      series: [
        {},
        ...linesOf(this.#chart).map((line) => ({
          label: line.name,
          stroke: colour(`--vscode-charts-${line.colour}`),
          width: line.width,
          alpha: line.alpha,
          dash: [...line.dash],
          points: { size: 5, show: false, filter: (_: uPlot, at: number) => this.#lonely(at - 1) },
          spanGaps: line.isJoined,
        })),
      ],
      hooks: { setCursor: [() => this.#tell()] },
    };
    const uplot = new uPlot(options, dataOf(this.#chart), this.#plot);
    this.#uplot = uplot;
    this.#tell();
    return uplot;
  }

  /** Values that stand alone in a line, as the chart is now. */
  #lonely(index: number): number[] {
    const line = linesOf(this.#chart)[index];
    return line === undefined ? [] : lonely(line);
  }

  /** The legend, with the values under the pointer, or the last ones; "no data" where there is none. */
  #tell(): void {
    const { series, format, summary, note } = this.#chart;
    const hasData = series.some((each) => lastOf(each) !== undefined);
    this.#noData.hidden = hasData;
    if (this.#note.textContent !== note) this.#note.textContent = note;
    this.#plot.ariaLabel = summary;
    const pointed = this.#uplot?.cursor.idx ?? undefined;
    while (this.#legend.children.length > series.length) this.#legend.lastElementChild?.remove();
    for (const [index, each] of series.entries()) {
      const item = this.#legend.children[index] ?? this.#legend.appendChild(legendItem());
      const value = pointed === undefined ? lastOf(each) : each.values[pointed];
      const known = value === null || value === undefined ? 'no data' : format(value);
      const text = hasData ? `${each.name} ${known}` : each.name;
      const [mark, label] = item.children;
      if (mark instanceof HTMLElement) {
        mark.style.borderTopColor = colour(`--vscode-charts-${each.colour}`);
        mark.style.borderTopStyle =
          each.dash.length === 0 ? 'solid' : (each.dash[0] ?? 0) > 4 ? 'dashed' : 'dotted';
      }
      if (label !== undefined && label.textContent !== text) label.textContent = text;
    }
  }
}

function legendItem(): HTMLLIElement {
  const item = document.createElement('li');
  const mark = document.createElement('span');
  mark.className = 'mark';
  item.append(mark, document.createElement('span'));
  return item;
}

const lastOf = ({ values }: Series): number | null | undefined =>
  values.findLast((value) => value !== null);

const namesOf = ({ series }: ChartData): string => series.map(({ name }) => name).join();

const dataOf = (chart: ChartData): uPlot.AlignedData => [
  [...chart.at],
  ...linesOf(chart).map(({ values }) => [...values]),
];

/** The time of day, or the day where the moments are days apart. */
function timeText(moments: readonly number[]): (moment: number) => string {
  const [first = 0, second = 0] = moments;
  const isDays = second - first >= 86_400 || (moments.at(-1) ?? 0) - first > 2 * 86_400;
  const format = new Intl.DateTimeFormat(
    undefined,
    isDays
      ? { day: 'numeric', month: 'short' }
      : { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  );
  return (moment) => format.format(moment * 1000);
}

/** A colour of the editor's theme. */
const colour = (name: string): string =>
  getComputedStyle(document.body).getPropertyValue(name) || 'gray';
