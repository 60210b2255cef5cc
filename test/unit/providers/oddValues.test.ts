import { deepEqual, doesNotThrow, equal } from 'node:assert/strict';
import { readPart } from '../../../server/src/providers/answerParts.ts';
import { evaluationOf } from '../../../server/src/providers/evaluations.ts';
import { llamacpp } from '../../../server/src/providers/llamacpp.ts';
import { ollama } from '../../../server/src/providers/ollama.ts';
import { readRefusal } from '../../../server/src/upstream/refusals/readRefusal.ts';
import { anEndpoint } from '../../../tools/testing/requests.ts';

/** JSON that can be made neither text nor a number. */
const ODD = { toString: 1, valueOf: 1 };

describe("a value of a server's answer that can be made neither text nor a number", () => {
  it("is no state of llama.cpp's model; nor is the name of what every object has", async () => {
    for (const value of [ODD, [ODD], 'constructor', 7, null]) {
      const json = { data: [{ id: 'm', status: { value } }] };
      const ask = async () => ({ status: 200, headers: {}, json });
      equal(await llamacpp.loading?.state(anEndpoint(), 'm', ask), undefined);
    }
  });

  it('is no name of what a model of Ollama was made of', async () => {
    const info = { 'general.basename': ODD, 'general.finetune': [ODD], 'general.name': ODD };
    const learn = (shown: object) => ollama.learnForm?.('m', async () => shown);
    deepEqual(await learn({ model_info: info, details: { parent_model: ODD } }), { api: 'chat' });
    const named = { model_info: info, details: { parent_model: 'qwen2.5-coder' } };
    deepEqual(await learn(named), { family: 'qwen' });
  });

  it('is no index of a choice and no kind of a part', () => {
    const choices = [{ index: ODD, text: 'a' }, { delta: { content: [{ type: ODD, text: 'b' }] } }];
    deepEqual(readPart({ choices }), { text: 'b' });
  });

  it('is no count of tokens', () => {
    const progress = { total: 9, processed: 9, time_ms: 3 };
    equal(evaluationOf({ prompt_progress: { ...progress, cache: ODD } }), undefined);
  });

  it('is no place and no time in a refusal', () => {
    const asked = { texts: [], members: [], apis: [], characters: 0, api: 'fim' } as never;
    const detail = [{ loc: ['body', ODD, [ODD]], msg: 'Bad', type: 'x', retry_delay: ODD }];
    for (const body of [{ detail }, { error: { retryDelay: { seconds: 3, nanos: ODD } } }]) {
      doesNotThrow(() => readRefusal({ status: 422, headers: {}, body }, asked, undefined, 0));
    }
  });
});
