import * as vscode from 'vscode';
import { isLoopback } from '../../server/src/protocol/loopback.ts';
import type { UseEndpointParams } from '../../server/src/protocol/messages.ts';

/**
 * Puts an endpoint of this machine at the end of the user's own settings; one of that name takes the place of what was
 * there. Any other host is left alone: the user was asked about a server of this machine.
 */
export async function addEndpoint(endpoint: UseEndpointParams['endpoint']): Promise<void> {
  if (!isLoopback(endpoint.url)) return;
  const configuration = vscode.workspace.getConfiguration('aurelis');
  const known = configuration.inspect<{ id?: string }[]>('endpoints')?.globalValue ?? [];
  const others = known.filter(({ id }) => id !== endpoint.id);
  await configuration.update('endpoints', [...others, endpoint], vscode.ConfigurationTarget.Global);
}
