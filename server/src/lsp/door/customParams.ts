import type { ActionOffer } from '../../actions/offers.ts';
import {
  type ChatParams,
  type ChatTurn,
  MAX_CHAT_TEXT,
  MAX_CHAT_TURNS,
} from '../../protocol/chatMessages.ts';
import { HISTORY_RANGES, type HistoryRange } from '../../protocol/history.ts';
import {
  type CacheClearParams,
  type DocumentParams,
  ENDPOINT_COMMANDS,
  type EndpointParams,
  type ExplainParams,
  type ItemParams,
  type LanguageModelTextParams,
  type OutgoingParams,
  serverCommand,
  TIERS,
} from '../../protocol/messages.ts';
import { KNOBS, TUNING_COMMANDS, type TuningParams } from '../../protocol/tuning.ts';
import { WARMING_COMMANDS, type WarmingParams } from '../../protocol/warming.ts';
import { wrongParams } from './answerError.ts';
import { actionOffer } from './featureParams.ts';
import { position, uriIn } from './places.ts';
import { count, list, members, type Raw, text } from './shape.ts';

/** Longest id of an item or an endpoint that is taken. */
const MAX_ID = 1_000;
/** Most names of tiers in a request. */
const MAX_NAMES = 100;
/** Longest piece of a model's text that is taken; a longer one is taken so far, and ends the answer. */
const MAX_TEXT = 64 * 1024 * 1024;

/** For requests that have no parameters: whatever is sent says nothing. */
export const nothing = (): void => undefined;

export const itemId = ({ id }: { readonly [Name in keyof ItemParams]?: unknown }): string =>
  text(id, 'id', MAX_ID);

export const endpointId = (raw: Raw): string => text(raw.endpointId, 'endpointId', MAX_ID);

/** A command about an endpoint. */
export function endpointParams(raw: Raw): EndpointParams {
  const named = ENDPOINT_COMMANDS.find((known) => known === raw.do);
  if (named === undefined) throw wrongParams('do', `one of ${ENDPOINT_COMMANDS.join(', ')}`);
  return Object.freeze({ endpointId: endpointId(raw), do: named });
}

/** A command about tuning. */
export function tuningParams(raw: Raw): TuningParams {
  const named = TUNING_COMMANDS.find((known) => known === raw.do);
  if (named === undefined) throw wrongParams('do', `one of ${TUNING_COMMANDS.join(', ')}`);
  if (named === 'defaults') return Object.freeze({ do: named });
  const knob = KNOBS.find((known) => known === raw.knob);
  if (knob === undefined) throw wrongParams('knob', `one of ${KNOBS.join(', ')}`);
  return Object.freeze({ do: named, knob });
}

/** A command about warming. */
export function warmingParams(raw: Raw): WarmingParams {
  const named = WARMING_COMMANDS.find((known) => known === raw.do);
  if (named === undefined) throw wrongParams('do', `one of ${WARMING_COMMANDS.join(', ')}`);
  return Object.freeze({ do: named });
}

export const documentParams = ({ uri }: Raw): DocumentParams =>
  Object.freeze({ uri: uriIn(uri, 'uri') });

export const explainParams = ({ uri, line }: Raw): ExplainParams =>
  Object.freeze({ uri: uriIn(uri, 'uri'), line: count(line, 'line') });

export const outgoingParams = ({ uri, position: place }: Raw): OutgoingParams =>
  Object.freeze({ uri: uriIn(uri, 'uri'), position: position(place, 'position') });

/** A range of the history. */
export function historyRange({ range }: Raw): HistoryRange {
  const found = HISTORY_RANGES.find((known) => known === range);
  if (found === undefined) throw wrongParams('range', `one of ${HISTORY_RANGES.join(', ')}`);
  return found;
}

/** The tiers to clear; `undefined` for those of this machine. A name that is no tier's clears nothing. */
export function tiersToClear({ tiers }: Raw): CacheClearParams['tiers'] {
  if (tiers === undefined || tiers === null) return undefined;
  const named = list(tiers, 'tiers', MAX_NAMES, (tier) => text(tier, 'tiers', MAX_ID));
  return TIERS.filter((tier) => named.includes(tier));
}

export const modelText = ({ id, text: piece }: Raw): LanguageModelTextParams =>
  Object.freeze({ id: count(id, 'id'), text: text(piece, 'text', MAX_TEXT) });

/** A question of the editor's chat; `turns` are absent where they are more than is taken. */
export type ChatQuestion = Pick<ChatParams, 'id' | 'model'> & Partial<Pick<ChatParams, 'turns'>>;

export function chatQuestion(raw: Raw): ChatQuestion {
  const asked = { id: text(raw.id, 'id', MAX_ID), model: text(raw.model, 'model', MAX_ID) };
  if (Array.isArray(raw.turns) && raw.turns.length > MAX_CHAT_TURNS) return Object.freeze(asked);
  const turns = list(raw.turns, 'turns', MAX_CHAT_TURNS, chatTurn);
  const length = turns.reduce((sum, turn) => sum + turn.text.length, 0);
  return Object.freeze(length > MAX_CHAT_TEXT ? asked : { ...asked, turns });
}

function chatTurn(raw: unknown): ChatTurn {
  const { by, text: said } = members(raw, 'turns');
  if (by !== 'user' && by !== 'model') throw wrongParams('by', 'one of user, model');
  return Object.freeze({ by, text: text(said, 'text', MAX_TEXT) });
}

/** A command of ours with its argument; `undefined` for one that we do not know. */
export type Command =
  | { readonly name: typeof serverCommand.completionAccepted; readonly id: string }
  | { readonly name: typeof serverCommand.setUp }
  | { readonly name: typeof serverCommand.runAction; readonly offer: ActionOffer };

export function command(raw: Raw): Command | undefined {
  const [argument] = Array.isArray(raw.arguments) ? raw.arguments : [];
  switch (raw.command) {
    case serverCommand.completionAccepted:
      return { name: raw.command, id: text(argument, 'arguments', MAX_ID) };
    case serverCommand.setUp:
      return { name: raw.command };
    case serverCommand.runAction:
      return { name: raw.command, offer: actionOffer(argument, 'arguments') };
    default:
      return undefined;
  }
}
