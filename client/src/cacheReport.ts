import type { CacheContentsResult } from '../../server/src/protocol/messages.ts';

const NAMES: Readonly<Record<string, string>> = {
  memory: 'memory',
  redis: 'Redis',
  disk: 'disk',
  http: 'HTTP cache',
};

/** Returns the contents of the cache as Markdown: by tier, file and model, with ages, and no text of any answer. */
export function cacheReport({ rows }: CacheContentsResult, now: number): string {
  const head = ['# Cached answers', ''];
  if (rows.length === 0) {
    return [...head, 'Nothing is cached on this machine yet.', ''].join('\n');
  }
  const lines = rows.map(({ tier, file, model, entries, bytes, newest, oldest }) => {
    const cells = [
      NAMES[tier] ?? tier,
      file === '' ? '–' : file,
      model,
      String(entries),
      size(bytes),
      age(now - newest),
      age(now - oldest),
    ];
    return `| ${cells.map(escaped).join(' | ')} |`;
  });
  return [
    ...head,
    '| Tier | File | Model | Answers | Size | Newest | Oldest |',
    '| --- | --- | --- | ---: | ---: | ---: | ---: |',
    ...lines,
    '',
    'Answers in Redis and the HTTP cache are encrypted and have no file name, so they are not listed.',
    '',
  ].join('\n');
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

/** A file's name must not end a cell, nor become a link or markup. */
const escaped = (text: string): string => text.replace(/[\\`*_{}[\]<>()#|!~]/g, '\\$&');
