import type { IncomingMessage } from 'node:http';
import type { Infill } from './infillPrompt.ts';

/** A request that is answered with an error, in llama-server's words. */
export class Refused extends Error {
  readonly status: number;
  readonly type: string;
  readonly members: object;

  constructor(status: number, type: string, message: string, members: object = {}) {
    super(message);
    this.status = status;
    this.type = type;
    this.members = members;
  }
}

/** The members of a body that the server heeds, each with its default. */
export interface TextRequest extends Infill {
  readonly predict: number;
  readonly stops: readonly string[];
  /** Negative for any. */
  readonly slot: number;
  readonly mayReuse: boolean;
  readonly isStream: boolean;
  readonly wantsProgress: boolean;
  /** Of `/tokenize`. */
  readonly content: string;
  readonly parseSpecial: boolean;
}

/** In bytes. */
const MOST_BYTES = 4_000_000;

/** Reads a body; throws `Refused` where it is none, or lacks what `/infill` needs. */
export async function readRequest(request: IncomingMessage, kind?: 'infill'): Promise<TextRequest> {
  const body = parse(await textOf(request));
  if (kind === 'infill') {
    for (const name of ['input_prefix', 'input_suffix']) {
      if (!(name in body)) throw invalid(`"${name}" is required`);
    }
    if ('input_extra' in body && !Array.isArray(body.input_extra)) {
      throw invalid('"input_extra" must be an array of {"filename": string, "text": string}');
    }
  }
  return {
    prefix: string(body.input_prefix),
    suffix: string(body.input_suffix),
    extra: list(body.input_extra).map((each) => {
      const { text, filename } = Object(each);
      if (typeof text !== 'string') {
        throw invalid('extra_context chunk must contain a "text" field with a string value');
      }
      return { text, filename: string(filename, 'tmp') };
    }),
    prompt: string(body.prompt),
    predict: number(body.n_predict, -1),
    stops: list(body.stop).filter((each) => typeof each === 'string' && each !== '') as string[],
    slot: number(body.id_slot, -1),
    mayReuse: body.cache_prompt !== false,
    isStream: body.stream === true,
    wantsProgress: body.return_progress === true,
    content: string(body.content),
    parseSpecial: body.parse_special !== false,
  };
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null) return { ...body };
  } catch {
    // Refused as everything else that is no object.
  }
  throw invalid('The body is not a JSON object');
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    length += part.length;
    if (length > MOST_BYTES) throw invalid('The body is too long');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

const invalid = (message: string) => new Refused(400, 'invalid_request_error', message);
const string = (value: unknown, fallback = ''): string =>
  typeof value === 'string' ? value : fallback;
const number = (value: unknown, fallback: number): number =>
  typeof value === 'number' && Number.isInteger(value) ? value : fallback;
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
