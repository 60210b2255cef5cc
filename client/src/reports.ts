import * as vscode from 'vscode';
import { HISTORY_RANGES, type HistoryRange } from '../../server/src/protocol/history.ts';
import { type PlainText, plain } from '../../server/src/protocol/plainText.ts';
import type { AurelisClient } from './languageClient.ts';
import type { MarkdownPage } from './markdownPage.ts';
import { type Choice, choose } from './surfaces.ts';

const CHOICES: readonly (Choice & { readonly range: HistoryRange })[] = [
  { label: plain`Last 24 hours`, range: '24h' },
  { label: plain`Last hour`, range: '1h' },
  { label: plain`Last 7 days`, range: '7d' },
  { label: plain`Last 30 days`, range: '30d' },
];

/** Shows a report about a range that is given, or chosen. */
export async function showReport(
  client: AurelisClient,
  page: MarkdownPage,
  argument?: unknown,
): Promise<void> {
  const range = await rangeOf(argument, plain`Report of which time range?`);
  if (range !== undefined) await page.show((await client.report(range)).markdown);
}

/** Opens the same as JSON, for scripts. */
export async function exportReport(client: AurelisClient, argument?: unknown): Promise<void> {
  const range = await rangeOf(argument, plain`Export which time range?`);
  if (range === undefined) return;
  const { report } = await client.report(range);
  const content = `${JSON.stringify(report, undefined, 2)}\n`;
  const document = await vscode.workspace.openTextDocument({ language: 'json', content });
  await vscode.window.showTextDocument(document);
}

/** Opens what a scrape would get. */
export async function showExposition(client: AurelisClient): Promise<void> {
  const { text: content } = await client.exposition();
  const document = await vscode.workspace.openTextDocument({ language: 'plaintext', content });
  await vscode.window.showTextDocument(document);
}

async function rangeOf(argument: unknown, title: PlainText): Promise<HistoryRange | undefined> {
  const given = HISTORY_RANGES.find((range) => range === argument);
  return given ?? (await choose(CHOICES, title))?.range;
}
