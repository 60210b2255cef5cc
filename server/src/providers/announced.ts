import type { HttpResponse } from '../base/httpCall.ts';
import type { AnnouncedModel, Announcement } from '../domain/announcement.ts';
import { callerLimitsIn } from '../domain/callerLimit.ts';
import { ANY_MODEL } from '../domain/endpoint.ts';
import type { ModelChoices } from '../domain/operation.ts';
import { isRecord } from './answerParts.ts';
import { isModelName } from './listedModel.ts';
import { countIn } from './serverFacts.ts';

/** Models that are looked at, and those that are kept. */
const MAX_LISTED = 10_000;
const MAX_MODELS = 20;

/** Longest header with a name of a model, whose letters may each take twelve characters. */
const MAX_HEADER = 2_400;

/** Reads a gateway's list of models and limits; `undefined` where it is none. The model that is asked for comes first. */
export function announcementIn(answer: unknown, model: string): Announcement | undefined {
  if (!isRecord(answer) || !Array.isArray(answer.data)) return undefined;
  const listed = new Map(listedIn(answer.data).map((each) => [each.name, each]));
  const asked = listed.get(model);
  const all =
    asked === undefined ? [...listed.values()] : [...new Set([asked, ...listed.values()])];
  const vendor = isRecord(answer.aurelis) ? answer.aurelis : {};
  return {
    models: all.slice(0, MAX_MODELS),
    moreModels: Math.max(0, all.length - MAX_MODELS),
    limits: callerLimitsIn(vendor.limits),
  };
}

const listedIn = (data: readonly unknown[]): readonly AnnouncedModel[] =>
  data.slice(0, MAX_LISTED).flatMap((each) => modelIn(each) ?? []);

function modelIn(listed: unknown): AnnouncedModel | undefined {
  if (!isRecord(listed) || !isModelName(listed.id)) return undefined;
  const vendor = isRecord(listed.aurelis) ? listed.aurelis : {};
  const limits = isRecord(vendor.limits) ? vendor.limits : {};
  const inputTokens = countIn(limits.inputTokens);
  const outputTokens = countIn(limits.outputTokens);
  return {
    name: listed.id,
    ...(inputTokens === undefined ? {} : { inputTokens }),
    ...(outputTokens === undefined ? {} : { outputTokens }),
    ...(typeof vendor.fills === 'boolean' ? { fills: vendor.fills } : {}),
    ...(typeof vendor.chats === 'boolean' ? { chats: vendor.chats } : {}),
  };
}

/** The model that answers for a name in a task: of any, the first that fits. */
export function announcedFor(name: string, { models }: Announcement): AnnouncedModel | undefined {
  const named = models.find((each) => each.name === name);
  if (named !== undefined || name !== ANY_MODEL) return named;
  return models.find(({ fills }) => fills) ?? models.find(({ chats }) => chats);
}

/** The models of a gateway's list that answer where none is named: the first that fits, unless one has that very name. */
export function choicesIn(answer: unknown): ModelChoices {
  const models = isRecord(answer) && Array.isArray(answer.data) ? listedIn(answer.data) : [];
  const firstOf = (able: readonly AnnouncedModel[]) =>
    (able.find(({ name }) => name === ANY_MODEL) ?? able[0])?.name;
  const fill = firstOf(models.filter(({ fills }) => fills));
  const chat = firstOf(models.filter(({ chats }) => chats));
  return { ...(fill === undefined ? {} : { fill }), ...(chat === undefined ? {} : { chat }) };
}

/** The model that a gateway's answer is by, as its header says. */
export function answeredBy({
  'x-aurelis-model': told,
}: HttpResponse['headers']): string | undefined {
  if (typeof told !== 'string' || told.length > MAX_HEADER) return undefined;
  try {
    const name = decodeURIComponent(told);
    return isModelName(name) ? name : undefined;
  } catch {
    // No gateway writes such a header.
    return undefined;
  }
}
