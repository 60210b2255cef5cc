import { isUtf8 } from 'node:buffer';
import type { Clock } from '../../base/clock.ts';
import { CancelledError } from '../../base/errors.ts';
import { jsonInPieces } from '../../base/jsonPieces.ts';
import { inTurns } from '../../base/turns.ts';
import { ApiError } from './apiError.ts';
import { BodyWork } from './bodyWork.ts';
import type { Exchange } from './exchange.ts';

/** A body as it was parsed, and how long it was. */
export interface JsonBody {
  readonly value: unknown;
  readonly bytes: number;
}

/** A request's body has to arrive within so long: over HTTP/2 nobody else looks. */
const BODY_MS = 60_000;
/** Each step of the work on a larger body may take some ten milliseconds: others have their turn between two. */
const LARGE_BYTES = 128 * 1024;
const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** Reads a body of JSON; rejects with `ApiError` where it is too large, coded, late, cut short, no JSON, or too much work. */
export async function readJson(
  { request }: Exchange,
  maxBytes: number,
  clock: Clock,
): Promise<JsonBody> {
  const coding = request.headers['content-encoding'];
  if (coding !== undefined && coding !== 'identity') {
    throw refused(415, 'Compressed requests are not taken: send the body as it is.');
  }
  const tooLarge = () =>
    refused(413, `The request is larger than ${Math.floor(maxBytes / 1_048_576)} MB.`);
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge();
  const work = new BodyWork();
  const chunks = await chunksOf(request, maxBytes, work, clock);
  if (chunks === undefined) throw tooLarge();
  if (work.isTooDeep) throw refused(400, TOO_DEEP);
  if (work.isTooMuch) throw refused(400, TOO_MUCH);
  const bytes = joined(chunks);
  return { value: await parsed(bytes, clock), bytes: bytes.length };
}

/** True for a body on which work is done step by step. */
export const isLarge = (bytes: number): boolean => bytes > LARGE_BYTES;

const TOO_DEEP =
  'The JSON body of your request is nested too deeply: the gateway takes 200 lists and objects in one another. Send what is deeper as text.';
const TOO_MUCH =
  'The JSON body of your request has too many parts: the gateway takes 50,000 members, 200,000 texts or a million numbers, or less of each. Send several requests, and large data as text.';

async function parsed(bytes: Buffer, clock: Clock): Promise<unknown> {
  try {
    if (!isLarge(bytes.length)) return JSON.parse(UTF8.decode(bytes));
    if (isUtf8(bytes))
      return await inTurns(jsonInPieces(withoutMark(bytes)), (next) => clock.soon(next));
  } catch {
    // As below.
  }
  throw refused(400, 'We could not parse the JSON body of your request.');
}

/** The mark that some systems put before a text in UTF-8; a decoder leaves it out. */
const MARK = Buffer.from('\ufeff');
const withoutMark = (bytes: Buffer): Buffer =>
  bytes.subarray(bytes.subarray(0, MARK.length).equals(MARK) ? MARK.length : 0);

/** All that arrives of a request, `undefined` where that is more than allowed. Rejects where its client leaves, or is late. */
const chunksOf = (
  request: Exchange['request'],
  maxBytes: number,
  work: BodyWork,
  clock: Clock,
): Promise<readonly Buffer[] | undefined> =>
  // Twice as quick as a loop over an async iterator.
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const late = () => reject(refused(408, 'The request did not arrive in time.'));
    const timer = request.httpVersionMajor < 2 ? undefined : clock.after(BODY_MS, late);
    const ended = (all: readonly Buffer[] | undefined) => {
      timer?.dispose();
      resolve(all);
    };
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) {
        ended(undefined);
        return;
      }
      chunks.push(chunk);
      work.add(chunk);
    });
    request.once('end', () => ended(chunks));
    request.once('error', reject);
    request.once('close', () => {
      timer?.dispose();
      // An error is costly to make, and every request is closed at its end.
      if (!request.readableEnded) reject(new CancelledError());
    });
  });

const joined = (chunks: readonly Buffer[]): Buffer =>
  chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);

const refused = (status: number, message: string): ApiError =>
  new ApiError(message, { status, type: 'invalid_request_error' });
