import { join } from 'node:path';
import { type Connection, ResponseError } from 'vscode-languageserver';
import {
  type CredentialParams,
  type CredentialResult,
  INSTALLATION_CREDENTIAL,
  method,
} from '../protocol/messages.ts';
import { keyFile, newSecret } from '../storage/keyFile.ts';

/**
 * The secret behind cache keys and stored values: from the client, which keeps it safe, else from a
 * file in the storage folder that only its owner reads. Where neither can be, one for this run alone.
 */
export async function installationSecret(
  connection: Connection,
  storagePath: string,
): Promise<string> {
  const params: CredentialParams = { endpointId: INSTALLATION_CREDENTIAL };
  try {
    const result = await connection.sendRequest<CredentialResult | null>(method.credential, params);
    if (result?.apiKey) return result.apiKey;
  } catch (error) {
    if (!(error instanceof ResponseError)) throw error;
  }
  try {
    return keyFile(join(storagePath, 'cache.key'));
  } catch {
    connection.console.warn(
      'The storage folder cannot be written: answers are kept for this run only',
    );
    return newSecret();
  }
}
