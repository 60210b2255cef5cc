import { strict as assert } from 'node:assert';
import { traceChoices } from '../../../server/src/lsp/choiceTrace.ts';

describe('a choice in the trace', () => {
  it('is one line, harmless whatever the endpoint is called', () => {
    const traced: string[] = [];
    const tracer = { log: (text: string) => void traced.push(text) };
    const trace = traceChoices({ tracer } as never);
    trace({ kind: 'chosen', endpointId: 'a\n](b', task: 'completion', reason: 'roundRobin' });
    assert.deepEqual(traced, ['Endpoint "a ] (b": asked for completion, roundRobin']);
  });
});
