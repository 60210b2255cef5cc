import type { Drawing } from './charts.ts';
import type { Section } from './panelContent.ts';

const WIDTH = 960;
const MARGIN = 24;
const TILE = { width: 152, height: 64 };
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
  const tiles = sections.flatMap((section) => (section.kind === 'tiles' ? section.tiles : []));
  const inner = WIDTH - 2 * MARGIN;
  const perRow = Math.floor(inner / TILE.width);
  const tilesHeight = Math.ceil(tiles.length / perRow) * TILE.height;
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
  for (const [index, { name, value, hint }] of tiles.entries()) {
    const x = MARGIN + (index % perRow) * TILE.width;
    const y = 64 + Math.floor(index / perRow) * TILE.height;
    write(name, x, y + 12, 12, pale);
    write(value, x, y + 34, 20, ink);
    write(hint, x, y + 50, 11, pale);
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
