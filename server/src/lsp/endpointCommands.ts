import type { EngineHost } from '../engine/engineHost.ts';
import {
  type EndpointParams,
  type EndpointResult,
  MAX_ENDPOINT_TEXT,
} from '../protocol/messages.ts';
import { harmless, MAX_ID, type PlainText, plain } from '../protocol/plainText.ts';
import { testText } from './endpointTestTexts.ts';

/** The part of the server around a command about an endpoint. */
export interface CommandListener {
  readonly log: (line: PlainText) => void;
  /** True for an editor that can be asked for keys. */
  readonly canSetKey: () => boolean;
}

/** Does what the user wants with an endpoint, and says what came of it. Rejects with `CancelledError` when the signal aborts. */
export async function commandEndpoint(
  host: Pick<EngineHost, 'control' | 'isTrusted'>,
  { endpointId, do: command }: EndpointParams,
  listener: CommandListener,
  signal: AbortSignal,
): Promise<EndpointResult> {
  const name = `"${harmless(endpointId, MAX_ID)}"`;
  if (!host.isTrusted) return { isDone: false, text: NOT_TRUSTED };
  if (command === 'test') {
    const outcome = await host.control.test(endpointId, signal);
    if (outcome === 'unknown') return unknown(name);
    if (outcome === 'running') {
      return { isDone: false, text: plain`Aurelis: the endpoint ${name} is being tested already.` };
    }
    const isPaused = host.control.isPaused(endpointId);
    const text = testText(outcome, isPaused, listener.canSetKey());
    return { isDone: outcome.kind === 'works', text: harmless(text, MAX_ENDPOINT_TEXT) };
  }
  const change = host.control[command](endpointId);
  if (change === 'unknown') return unknown(name);
  if (change === 'done') {
    listener.log(
      plain`Endpoint ${name}: ${command === 'pause' ? 'paused' : 'resumed'} by the user`,
    );
  }
  return { isDone: true, text: CHANGED[command](name) };
}

const unknown = (name: string): EndpointResult => ({
  isDone: false,
  text: plain`Aurelis: there is no endpoint ${name} any more.`,
});

const NOT_TRUSTED = plain`Aurelis: this folder is not trusted, so no model is asked. Trust it with “Workspaces: Manage Workspace Trust”, then try again.`;

const CHANGED = {
  pause: (name: string) =>
    plain`Aurelis: the endpoint ${name} is paused. Nothing is sent to it until you run “Aurelis: Resume an Endpoint…” or the server restarts.`,
  resume: (name: string) => plain`Aurelis: the endpoint ${name} is used again.`,
} as const;
