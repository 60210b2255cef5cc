import type { ClientFacts } from '../lsp/clientFacts.ts';
import type { SettingsFeed } from '../lsp/settingsFeed.ts';
import type { Settings } from '../settings/settings.ts';
import { usableFolder } from '../storage/usableFolder.ts';
import { NO_SUCH_STORAGE } from './startProblems.ts';

/** Files that the settings exclude. */
export const sharingOf = ([{ settings }, , hidden]: readonly [
  { readonly settings: Settings },
  unknown,
  readonly string[],
]) => ({
  exclude: settings['privacy.exclude'],
  hidden,
});

/** The client's folder for files; the platform's, which is told, where that cannot be used. */
export function storagePathOf(
  { storagePath }: Pick<ClientFacts, 'storagePath'>,
  feed: Pick<SettingsFeed, 'report'>,
  tools: { readonly storagePath: string },
): string {
  const usable = storagePath === undefined ? undefined : usableFolder(storagePath);
  if (storagePath !== undefined && usable === undefined) feed.report(NO_SUCH_STORAGE);
  return usable ?? tools.storagePath;
}
