import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame } from 'playwright-core';
import type { PanelNews } from '../../media/messages.ts';
import type { MetricsSnapshot } from '../../server/src/protocol/snapshot.ts';
import { panelHistory } from '../support/panelStates.ts';
import type { Editor } from './editor.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The findings of axe on the page, and whether it has to be moved sideways. */
export async function axeFindings(frame: Frame) {
  await frame.evaluate(AXE);
  return frame.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const results = await axe.run();
    const { scrollWidth, clientWidth } = document.documentElement;
    return {
      passes: results.passes.length,
      violations: results.violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`,
      ),
      isTooWide: scrollWidth > clientWidth,
    };
  });
}

/** The frame of the panel's own page. */
export async function panelFrame(editor: Editor): Promise<Frame> {
  const handle = await editor.panel.locator('body').elementHandle();
  const frame = await handle?.ownerFrame();
  if (frame === null || frame === undefined) throw new Error('The panel has no frame');
  return frame;
}

/** Tells the page what a server in some state would, and waits until that is drawn. */
export async function tellPanel(editor: Editor, snapshot: MetricsSnapshot): Promise<void> {
  const frame = await panelFrame(editor);
  const range = await editor.panel.locator('.choices [aria-pressed=true]').innerText();
  const news: PanelNews[] = [
    { kind: 'snapshot', json: JSON.stringify(snapshot) },
    { kind: 'history', history: panelHistory(snapshot, range === 'Hour' ? '1h' : '24h') },
  ];
  await frame.evaluate((all) => {
    for (const each of all) window.postMessage(each, '*');
  }, news);
  await new Promise((resolve) => setTimeout(resolve, 1_300));
}
