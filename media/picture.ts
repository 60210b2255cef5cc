import type { Drawing } from './charts.ts';
import type { Section } from './sections.ts';

const WIDTH = 960;
const MARGIN = 24;
const TILE = { width: 228, height: 68 };
/** Above and below a chart. */
const TITLE_HEIGHT = 26;
const LEGEND_HEIGHT = 34;

/** The panel as one picture on the clipboard: its tiles and charts, in the editor's colours. Rejects where that is not allowed. */
export async function copyPicture(
  sections: readonly Section[],
  drawings: readonly Drawing[],
): Promise<void> {
  const blob = new Promise<Blob>((resolve, reject) => {
    draw(sections, drawings).toBlob((made) =>
      made === null ? reject(new Error('No picture could be made')) : resolve(made),
    );
  });
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
}

function draw(sections: readonly Section[], drawings: readonly Drawing[]): HTMLCanvasElement {
  const inner = WIDTH - 2 * MARGIN;
  const tiles = placed(sections, Math.floor(inner / TILE.width));
  const tilesHeight = (1 + Math.max(-1, ...tiles.map(({ row }) => row))) * TILE.height;
  // As large as on the screen, never larger: as many beside each other as fit.
  const scale = 1 / devicePixelRatio;
  const widest = Math.max(1, ...drawings.map(({ canvas }) => canvas.width * scale));
  const columns = Math.max(1, Math.floor((inner + MARGIN) / (widest + MARGIN)));
  const tallest = Math.max(0, ...drawings.map(({ canvas }) => canvas.height * scale));
  const rowHeight = TITLE_HEIGHT + tallest + LEGEND_HEIGHT;
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = 64 + tilesHeight + Math.ceil(drawings.length / columns) * rowHeight + MARGIN;
  const context = canvas.getContext('2d');
  if (context === null) return canvas;
  const style = getComputedStyle(document.body);
  const ink = style.getPropertyValue('--vscode-foreground') || 'black';
  const pale = style.getPropertyValue('--vscode-descriptionForeground') || 'gray';
  const write = (text: string, x: number, y: number, size: number, fill: string) => {
    context.font = `${size}px ${style.fontFamily}`;
    context.fillStyle = fill;
    context.fillText(text, x, y);
    return context.measureText(text).width;
  };
  context.fillStyle = style.getPropertyValue('--vscode-editor-background') || 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  write(`Aurelis, ${new Date().toLocaleString()}`, MARGIN, 36, 16, ink);
  for (const { tile, row, column, isKey } of tiles) {
    const x = MARGIN + column * TILE.width;
    const y = 64 + row * TILE.height;
    write(tile.name, x, y + 12, 12, pale);
    write(tile.value, x, y + 36, isKey ? 26 : 16, ink);
    write(tile.hint, x, y + 54, 11, pale);
  }
  for (const [index, { title, canvas: chart, legend }] of drawings.entries()) {
    const left = MARGIN + (index % columns) * (widest + MARGIN);
    const top = 64 + tilesHeight + Math.floor(index / columns) * rowHeight;
    write(title, left, top + 16, 13, ink);
    const [width, height] = [chart.width * scale, chart.height * scale];
    context.drawImage(chart, left, top + TITLE_HEIGHT, width, height);
    let x = left;
    for (const { name, colour } of legend) {
      const y = top + TITLE_HEIGHT + height + 16;
      context.fillStyle = colour;
      context.fillRect(x, y - 5, 16, 2);
      x += 22 + write(name, x + 22, y, 11, ink) + 14;
    }
  }
  return canvas;
}

/** Where each figure stands: the key figures first, those of another section in rows of their own. */
function placed(sections: readonly Section[], perRow: number) {
  let first = 0;
  return sections.flatMap((section) => {
    if (section.kind !== 'keyFigures' && section.kind !== 'tiles') return [];
    const from = first;
    first += Math.ceil(section.tiles.length / perRow);
    return section.tiles.map((tile, index) => ({
      tile,
      row: from + Math.floor(index / perRow),
      column: index % perRow,
      isKey: section.kind === 'keyFigures',
    }));
  });
}
