import { join } from 'node:path';
import { INSTALLATION_CREDENTIAL } from '../protocol/messages.ts';
import { plain } from '../protocol/plainText.ts';
import { keyFile, newSecret } from '../storage/keyFile.ts';
import type { ClientRequests } from './door/clientRequests.ts';
import { credentialOf } from './door/credentialOf.ts';
import { type Logging, serverLog } from './serverLog.ts';

/**
 * The secret behind cache keys and stored values: from the client, which keeps it safe, else from a
 * file in the storage folder that only its owner reads. Where neither can be, one for this run alone.
 */
export async function installationSecret(
  client: ClientRequests,
  connection: Logging,
  storagePath: string,
): Promise<string> {
  const kept = await credentialOf(client, INSTALLATION_CREDENTIAL);
  if (kept !== undefined) return kept;
  try {
    return keyFile(join(storagePath, 'cache.key'));
  } catch {
    serverLog(connection).warn(
      plain`The storage folder cannot be written: answers are kept for this run only`,
    );
    return newSecret();
  }
}
