import OpenAI, { APIError } from 'openai';
import type { Outcome, Place } from '../program.ts';

export const open = (place: Place, more: object = {}): OpenAI => new OpenAI({ ...place, ...more });

/** All that a program can tell an error by; the words are the server's own. */
export async function refused(work: PromiseLike<unknown>): Promise<Outcome> {
  try {
    return { answered: await work };
  } catch (error) {
    if (!(error instanceof APIError)) return { thrown: String(error) };
    const { status, code, param } = error;
    return { name: error.constructor.name, status, code, param };
  }
}
