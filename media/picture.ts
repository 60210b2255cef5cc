import type { Section } from './panelContent.ts';

const WIDTH = 960;
const MARGIN = 24;
const TILE = { width: 148, height: 64 };

/** The panel as one picture on the clipboard: its tiles and charts, in the editor's colours. Rejects where that is not allowed. */
export async function copyPicture(
  sections: readonly Section[],
  charts: readonly { readonly title: string; readonly canvas: HTMLCanvasElement }[],
): Promise<void> {
  const blob = new Promise<Blob>((resolve, reject) => {
    draw(sections, charts).toBlob((made) =>
      made === null ? reject(new Error('No picture could be made')) : resolve(made),
    );
  });
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
}

function draw(
  sections: readonly Section[],
  charts: readonly { readonly title: string; readonly canvas: HTMLCanvasElement }[],
): HTMLCanvasElement {
  const tiles = sections.flatMap((section) => (section.kind === 'tiles' ? section.tiles : []));
  const perRow = Math.floor((WIDTH - 2 * MARGIN) / TILE.width);
  const tilesHeight = Math.ceil(tiles.length / perRow) * TILE.height;
  const inner = WIDTH - 2 * MARGIN;
  const heights = charts.map(
    ({ canvas }) => Math.min(220, (canvas.height / canvas.width) * inner) + 32,
  );
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = 64 + tilesHeight + heights.reduce((sum, height) => sum + height, 0) + MARGIN;
  const context = canvas.getContext('2d');
  if (context === null) return canvas;
  const style = getComputedStyle(document.body);
  const ink = style.getPropertyValue('--vscode-foreground') || 'black';
  const pale = style.getPropertyValue('--vscode-descriptionForeground') || 'gray';
  const font = (size: number) => `${size}px ${style.fontFamily}`;
  const write = (text: string, x: number, y: number, size: number, fill: string) => {
    context.font = font(size);
    context.fillStyle = fill;
    context.fillText(text, x, y);
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
  let top = 64 + tilesHeight;
  for (const [index, { title, canvas: chart }] of charts.entries()) {
    const height = heights[index] ?? 0;
    write(title, MARGIN, top + 16, 13, ink);
    const width = Math.min(inner, (chart.width / chart.height) * (height - 32));
    context.drawImage(chart, MARGIN, top + 24, width, height - 32);
    top += height;
  }
  return canvas;
}
