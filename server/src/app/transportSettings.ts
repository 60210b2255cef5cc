import type { SettingsFeed } from '../lsp/settingsFeed.ts';
import type { Settings } from '../settings/settings.ts';
import {
  proxyProblems,
  type TransportFacts,
  type TransportOptions,
  transportOptions,
} from '../upstream/transport/options.ts';

interface TransportSources {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The text of a file; `undefined` where there is none. */
  readonly readText: (path: string) => Promise<string | undefined>;
}

/** True where libraries open encrypted connections of their own: to Redis, or to a collector of metrics. */
export const hasOtherConnections = (settings: Settings): boolean =>
  settings['cache.redis.url'].includes('rediss:') ||
  settings['metrics.otlpUrl'].startsWith('https:');

/** How connections are made: by the editor's settings, the environment and our own settings. */
export async function transportOf(
  settings: Settings,
  editor: TransportFacts,
  feed: Pick<SettingsFeed, 'report'>,
  { environment, readText }: TransportSources,
): Promise<TransportOptions> {
  const read = async (name: string, path: string): Promise<string> => {
    if (path === '') return '';
    const text = await readText(path);
    if (text !== undefined) return text;
    feed.report(`${name}: the file cannot be read. Check its path and permissions.`);
    return '';
  };
  const authorities = await Promise.all([
    read('aurelis.requests.certificatesPath', settings['requests.certificatesPath']),
    // Node gives them to whoever names no authorities; we name some.
    read('NODE_EXTRA_CA_CERTS', environment.NODE_EXTRA_CA_CERTS ?? ''),
  ]);
  for (const problem of proxyProblems(editor, environment)) feed.report(problem);
  const all = authorities.filter((text) => text !== '').join('\n');
  return transportOptions(editor, environment, settings['requests.minTlsVersion'], all);
}
