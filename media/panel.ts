import type { Remedy } from '../server/src/protocol/advice.ts';
import { HISTORY_RANGES, type History, type HistoryRange } from '../server/src/protocol/history.ts';
import type { MetricsSnapshot } from '../server/src/protocol/snapshot.ts';
import { Charts } from './charts.ts';
import { render, type View } from './dom.ts';
import type { PanelNews, PanelRequest, PanelState } from './messages.ts';
import { bodyContent, headContent } from './panelContent.ts';
import { isCountingDown } from './panelEndpoints.ts';
import { copyPicture } from './picture.ts';
import type { Section } from './sections.ts';
import { chartsOf, csvOf } from './series.ts';

interface Api {
  postMessage(message: PanelRequest): void;
}
declare function acquireVsCodeApi(): Api;

/** Nobody reads faster; what comes in between is shown with the next. */
const DRAW_MS = 1_000;
/** How often the charts ask for what is new. */
const SHORT_MS = 10_000;
const LONG_MS = 60_000;

const RANGES: Readonly<Record<HistoryRange, string>> = {
  '1m': 'Minute',
  '1h': 'Hour',
  '24h': 'Day',
  '7d': 'Week',
  '30d': 'Month',
};

/** The page of the panel: draws what it is told, and asks for what it needs. */
class Panel {
  readonly #api = acquireVsCodeApi();
  readonly #charts = new Charts(part('charts'));
  #state: PanelState = { range: '1h', isPaused: false };
  /** As it came, until it is drawn. */
  #news: string | undefined;
  #newsAt = 0;
  #snapshot: MetricsSnapshot | undefined;
  #history: History | undefined;
  #drawing: ReturnType<typeof setTimeout> | undefined;
  #asking: ReturnType<typeof setInterval> | undefined;
  #said = '';

  begin(): void {
    window.addEventListener('message', ({ data }: MessageEvent<PanelNews>) => this.#hear(data));
    document.addEventListener('securitypolicyviolation', () => {
      document.body.dataset.violations = String(Number(document.body.dataset.violations ?? 0) + 1);
    });
    this.#drawBar();
    this.#api.postMessage({ kind: 'ready' });
  }

  #hear(news: PanelNews): void {
    if (news.kind === 'state') {
      this.#state = news.state;
      this.#drawBar();
      this.#askForHistory();
      return;
    }
    if (this.#state.isPaused && this.#snapshot !== undefined && this.#history !== undefined) return;
    if (news.kind === 'history') {
      if (news.history.range !== this.#state.range) return;
      this.#history = news.history;
      this.#charts.show(chartsOf(news.history));
      return;
    }
    if (news.kind !== 'snapshot') return;
    this.#news = news.json;
    this.#newsAt = performance.now();
    if (this.#snapshot === undefined) this.#draw();
    else this.#drawing ??= setTimeout(() => this.#draw(), DRAW_MS);
  }

  #draw(): void {
    this.#drawing = undefined;
    if (this.#news === undefined) return;
    this.#snapshot = JSON.parse(this.#news) as MetricsSnapshot;
    // The server did not run yet when it was asked for.
    if (this.#history === undefined) this.#askForHistory();
    render(
      part('head'),
      headContent(this.#snapshot).map((section) => this.#view(section)),
    );
    render(
      part('body'),
      bodyContent(this.#snapshot, this.#ageMs).map((section) => this.#view(section)),
    );
    if (!this.#state.isPaused && isCountingDown(this.#snapshot, this.#ageMs - DRAW_MS))
      this.#drawing = setTimeout(() => this.#draw(), DRAW_MS);
  }

  /** How long ago the news came. */
  get #ageMs(): number {
    return performance.now() - this.#newsAt;
  }

  #askForHistory(): void {
    clearInterval(this.#asking);
    const { range } = this.#state;
    const ask = () => this.#state.isPaused || this.#api.postMessage({ kind: 'history', range });
    this.#api.postMessage({ kind: 'history', range });
    this.#asking = setInterval(ask, range === '1m' ? SHORT_MS : LONG_MS);
  }

  #change(changes: Partial<PanelState>): void {
    this.#state = { ...this.#state, ...changes };
    this.#api.postMessage({ kind: 'state', state: this.#state });
    this.#drawBar();
    if (changes.range !== undefined) {
      this.#history = undefined;
      this.#askForHistory();
    }
    if (changes.isPaused === false) this.#api.postMessage({ kind: 'ready' });
  }

  #drawBar(): void {
    const { range, isPaused } = this.#state;
    const choices = HISTORY_RANGES.map((each) => ({
      ...button(RANGES[each], () => this.#change({ range: each })),
      attributes: { type: 'button', 'aria-pressed': String(each === range) },
    }));
    render(part('bar'), [
      {
        tag: 'div',
        attributes: { role: 'group', 'aria-label': 'Time range of the charts', class: 'choices' },
        children: choices,
      },
      {
        tag: 'div',
        attributes: { role: 'group', 'aria-label': 'Panel', class: 'tools' },
        children: [
          {
            ...button(isPaused ? 'Resume' : 'Pause', () => this.#change({ isPaused: !isPaused })),
            attributes: { type: 'button', 'aria-pressed': String(isPaused) },
          },
          button('Report', () => this.#api.postMessage({ kind: 'report', range })),
          button('Copy Picture', () => void this.#copy()),
          button('Export JSON', () => this.#export('json')),
          button('Export CSV', () => this.#export('csv')),
        ],
      },
      { tag: 'p', text: this.#said, attributes: { role: 'status', class: 'said' } },
    ]);
  }

  async #copy(): Promise<void> {
    if (this.#snapshot === undefined) return;
    try {
      const sections = [...headContent(this.#snapshot), ...bodyContent(this.#snapshot)];
      await copyPicture(sections, this.#charts.drawings());
      this.#say('The picture is on the clipboard.');
    } catch {
      // The browser has refused, and says no more than that.
      this.#say('Copying is not allowed here. Use Export JSON or Export CSV instead.');
    }
  }

  #export(language: 'json' | 'csv'): void {
    if (this.#history === undefined || this.#snapshot === undefined) return;
    const text =
      language === 'csv'
        ? csvOf(this.#history)
        : `${JSON.stringify({ snapshot: this.#snapshot, history: this.#history }, undefined, 2)}\n`;
    this.#api.postMessage({ kind: 'export', language, text });
  }

  #say(text: string): void {
    this.#said = text;
    this.#drawBar();
    setTimeout(() => {
      this.#said = '';
      this.#drawBar();
    }, 4_000);
  }

  #view(section: Section): View {
    const heading = { tag: 'h2', text: section.title };
    const inside = (): readonly View[] => {
      switch (section.kind) {
        case 'keyFigures':
        case 'tiles':
          return [{ tag: 'dl', children: section.tiles.map(tileView) }];
        case 'table':
          return [tableView(section)];
        case 'list':
          return [
            {
              tag: 'ol',
              children: section.lines.map((line) => ({ tag: 'li', text: withUnits(line) })),
            },
          ];
        case 'note':
          return [{ tag: 'p', text: section.text }];
        case 'notices':
          return [
            {
              tag: 'ul',
              attributes: { class: 'noticeList' },
              children: section.notices.map(({ title, text, tone, remedy }) => ({
                tag: 'li',
                attributes: { class: tone },
                children: [
                  {
                    tag: 'div',
                    children: [
                      { tag: 'strong', text: title },
                      { tag: 'p', text },
                    ],
                  },
                  ...(remedy === undefined ? [] : [this.#remedyView(remedy)]),
                ],
              })),
            },
          ];
      }
    };
    return {
      tag: 'section',
      attributes: { class: 'isWide' in section ? `${section.kind} wide` : section.kind },
      children: [heading, ...inside()],
    };
  }

  #remedyView(remedy: Remedy): View {
    return button(remedy.title, () => this.#api.postMessage({ kind: 'remedy', remedy }));
  }
}

const button = (text: string, onClick: () => void): View => ({
  tag: 'button',
  text,
  attributes: { type: 'button' },
  onClick,
});

const tileView = ({ name, value, hint }: { name: string; value: string; hint: string }): View => ({
  tag: 'div',
  children: [
    { tag: 'dt', text: name },
    { tag: 'dd', text: value },
    { tag: 'dd', text: hint, attributes: { class: 'hint' } },
  ],
});

const tableView = ({ title, columns, rows }: Section & { kind: 'table' }): View => ({
  tag: 'div',
  // What is too wide for a narrow panel can be reached with the keys, too.
  attributes: { class: 'scroll', role: 'region', 'aria-label': title, tabindex: '0' },
  children: [
    {
      tag: 'table',
      children: [
        {
          tag: 'thead',
          children: [
            {
              tag: 'tr',
              children: columns.map((text) => ({
                tag: 'th',
                text: withUnits(text),
                attributes: { scope: 'col' },
              })),
            },
          ],
        },
        {
          tag: 'tbody',
          children: rows.map(([first = '', ...others]) => ({
            tag: 'tr',
            children: [
              { tag: 'th', text: first, attributes: { scope: 'row' } },
              ...others.map((text) => ({ tag: 'td', text: withUnits(text) })),
            ],
          })),
        },
      ],
    },
  ],
});

/** A line does not break between a number and its unit. */
const withUnits = (text: string): string =>
  text.replace(/(?<=\d) (?=(?:ms|s|min|h|KB|MB|%)(?:$|[ ,;]))/g, '\u00a0');

/** A part of the page as the extension wrote it. */
function part(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`There is no #${id}`);
  return element;
}

new Panel().begin();
