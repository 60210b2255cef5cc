import * as vscode from 'vscode';
import type { UseEndpointParams } from '../../server/src/protocol/messages.ts';

/** Puts an endpoint at the end of the user's own settings; one of that name takes the place of what was there. */
export async function addEndpoint(endpoint: UseEndpointParams['endpoint']): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('aurelis');
  const known = configuration.inspect<{ id?: string }[]>('endpoints')?.globalValue ?? [];
  const others = known.filter(({ id }) => id !== endpoint.id);
  await configuration.update('endpoints', [...others, endpoint], vscode.ConfigurationTarget.Global);
}
