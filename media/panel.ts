import type { MetricsSnapshot } from '../server/src/protocol/snapshot.ts';
import { panelContent, type Section } from './panelContent.ts';

declare function acquireVsCodeApi(): { postMessage(message: unknown): void };

/** Draws the panel anew from every snapshot. Text only ever enters as text, never as markup. */
function draw(sections: readonly Section[]): void {
  document.getElementById('panel')?.replaceChildren(...sections.map(drawSection));
}

function drawSection(section: Section): HTMLElement {
  const element = make('section', '', make('h2', section.title));
  switch (section.kind) {
    case 'tiles':
      element.append(
        make(
          'dl',
          '',
          ...section.tiles.map(({ name, value, hint }) =>
            make('div', '', make('dt', name), make('dd', value), make('small', hint)),
          ),
        ),
      );
      break;
    case 'table':
      element.append(
        make(
          'table',
          '',
          row('th', section.columns),
          ...section.rows.map((each) => row('td', each)),
        ),
      );
      break;
    case 'note':
      element.append(make('p', section.text));
      break;
  }
  return element;
}

const row = (cell: 'td' | 'th', texts: readonly string[]): HTMLElement =>
  make('tr', '', ...texts.map((text) => make(cell, text)));

function make(name: string, text: string, ...children: HTMLElement[]): HTMLElement {
  const element = document.createElement(name);
  if (text !== '') element.textContent = text;
  element.append(...children);
  return element;
}

window.addEventListener('message', ({ data }: MessageEvent<MetricsSnapshot | undefined>) => {
  if (data !== undefined) draw(panelContent(data));
});
acquireVsCodeApi().postMessage('ready');
