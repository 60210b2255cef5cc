import * as vscode from 'vscode';
import {
  type EndpointParams,
  type EndpointResult,
  MAX_ENDPOINT_TEXT,
} from '../../server/src/protocol/messages.ts';
import { harmless, MAX_ID, plain } from '../../server/src/protocol/plainText.ts';
import { choiceTitle, endpointChoices, nothingText } from './endpointChoices.ts';
import type { AurelisClient } from './languageClient.ts';
import { choose, inform, showProgress, warn } from './surfaces.ts';

/** Pauses, resumes or tests an endpoint: the one that is named, else the one that the user chooses. Says what came of it. */
export async function commandEndpoint(
  client: AurelisClient,
  command: EndpointParams['do'],
  argument: unknown,
): Promise<void> {
  const endpointId = typeof argument === 'string' ? argument : await chosen(client, command);
  if (endpointId === undefined) return;
  const params = { endpointId, do: command };
  const result = await (command === 'test' ? test(client, params) : client.endpoint(params));
  if (result === undefined) return;
  const text = harmless(result.text, MAX_ENDPOINT_TEXT);
  void (result.isDone ? inform(text) : warn(text));
}

async function chosen(
  client: AurelisClient,
  command: EndpointParams['do'],
): Promise<string | undefined> {
  const { endpoints } = await client.metrics();
  const configured = vscode.workspace.getConfiguration('aurelis').get('endpoints');
  const choices = endpointChoices(command, endpoints, configured);
  if (choices.length > 0) return (await choose(choices, choiceTitle(command)))?.id;
  inform(nothingText(command, endpoints.length > 0));
  return undefined;
}

/** Resolves with `undefined` where the user has cancelled it. */
const test = (
  client: AurelisClient,
  params: EndpointParams,
): Thenable<EndpointResult | undefined> => {
  const title = plain`Aurelis: testing "${harmless(params.endpointId, MAX_ID)}" …`;
  return showProgress(title, async (token) => {
    try {
      return await client.endpoint(params, token);
    } catch (error) {
      if (token.isCancellationRequested) return undefined;
      throw error;
    }
  });
};
