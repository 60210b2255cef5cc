import { atOnce } from '../../server/src/base/turns.ts';
import { isStorable } from '../../server/src/pipeline/storePolicy.ts';
import { providerOf } from '../../server/src/providers/index.ts';
import { readAnswer } from '../../server/src/upstream/answerReader.ts';
import { settled } from '../testing/fakeClock.ts';
import { aGeneration, aRequest } from '../testing/requests.ts';
import type { AnswerCase } from './fieldCase.ts';

/** Everything that is wrong with the reading of an answer, in pieces of some size; empty where it is right. */
export async function answerMistakes(each: AnswerCase, size = 7): Promise<string[]> {
  async function* body() {
    const bytes = Buffer.from(each.body);
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const response = {
    status: 200,
    headers: { 'content-type': each.type ?? 'text/event-stream' },
    body: body(),
  };
  const watch = { onArrival: () => undefined, onText: () => true, nextTurn: settled };
  const request = aRequest();
  const { text, ending, fault, isContinued } = await readAnswer(
    response,
    providerOf({ provider: 'openai' }),
    request,
    watch,
  );
  const generation = aGeneration({ text, ending, ...(isContinued ? { isContinued } : {}) });
  const mistakes: string[] = [];
  const compare = (what: string, is: unknown, right: unknown) => {
    if (is !== right) mistakes.push(`${what} ${String(is)}, not ${String(right)}`);
  };
  compare('text', text, each.text);
  compare('ending', ending, each.ending ?? 'stop');
  compare('fault', fault?.kind, each.fault);
  if (each.isStorable !== undefined) {
    compare(
      'storable',
      fault === undefined && atOnce(isStorable(request, generation)),
      each.isStorable,
    );
  }
  return mistakes;
}
