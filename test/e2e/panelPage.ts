import type { Frame } from 'playwright-core';
import type { PanelNews } from '../../media/messages.ts';
import type { MetricsSnapshot } from '../../server/src/protocol/snapshot.ts';
import { panelHistory } from '../support/panelStates.ts';
import type { Editor } from './editor.ts';

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
