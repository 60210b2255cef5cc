import {
  escaped,
  lines,
  type MarkdownText,
  markdown,
  table,
} from '../../server/src/protocol/markdownText.ts';
import type { CacheContentsResult } from '../../server/src/protocol/messages.ts';

const NAMES: Readonly<Record<string, string>> = {
  memory: 'memory',
  redis: 'Redis',
  disk: 'disk',
  http: 'HTTP cache',
};

const COLUMNS = ['Tier', 'File', 'Model', 'Answers', 'Size', 'Newest', 'Oldest'];
const NOTHING = markdown``;

/** Returns the contents of the cache as Markdown: by tier, file and model, with ages, and no text of any answer. */
export function cacheReport({ rows }: CacheContentsResult, now: number): MarkdownText {
  const head = [markdown`# Cached answers`, NOTHING];
  if (rows.length === 0) {
    return lines(...head, markdown`Nothing is cached on this machine yet.`, NOTHING);
  }
  const cells = rows.map(({ tier, file, model, entries, bytes, newest, oldest }) => [
    NAMES[tier] ?? tier,
    file === '' ? '–' : file,
    model,
    String(entries),
    size(bytes),
    age(now - newest),
    age(now - oldest),
  ]);
  const marked = (texts: readonly string[]) => texts.map((text) => escaped(text));
  return lines(
    ...head,
    table(marked(COLUMNS), cells.map(marked), 3),
    NOTHING,
    markdown`Answers in Redis and the HTTP cache are encrypted and have no file name, so they are not listed.`,
    NOTHING,
  );
}

const size = (bytes: number): string =>
  bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(bytes < 10_240 ? 1 : 0)} KB`;

function age(ms: number): string {
  const minutes = Math.floor(Math.max(0, ms) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d`;
}
