import { harmless } from '../../server/src/protocol/plainText.ts';
import type { WarmingParams } from '../../server/src/protocol/warming.ts';
import type { AurelisClient } from './languageClient.ts';
import { inform } from './surfaces.ts';

/** Has the server do something about warming, and tells the user what came of it. */
export async function commandWarming(
  client: Pick<AurelisClient, 'warming'>,
  command: WarmingParams['do'],
): Promise<void> {
  const { text } = await client.warming({ do: command });
  inform(harmless(text));
}
