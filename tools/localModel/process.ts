import { parseArgs } from 'node:util';
import { systemClock } from '../../server/src/base/clock.ts';
import type { Engine } from './engine.ts';
import { Face } from './face.ts';
import { llamaEngine } from './llamaEngine.ts';
import type { FromModel, ToModel } from './messages.ts';
import { simulatedEngine } from './simulatedEngine.ts';

/**
 * `node tools/localModel/process.ts [--port=N] [--slots=N] [--context-tokens=N] [--load-seconds=N] [--loads-when-asked]
 * [--ms-per-token=N] [--simulated]`: a small local model behind llama-server's API. Prints its URL; ends with its parent, or on
 * Ctrl+C.
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    slots: { type: 'string', default: '1' },
    'context-tokens': { type: 'string', default: '16384' },
    'load-seconds': { type: 'string', default: '0' },
    'loads-when-asked': { type: 'boolean', default: false },
    'ms-per-token': { type: 'string' },
    simulated: { type: 'boolean', default: false },
  },
});

/** `--batch-size` as llama-server sets it. */
const BATCH_TOKENS = 2_048;

const slots = Number(values.slots);
const contextTokens = Number(values['context-tokens']);
const msPerToken = values['ms-per-token'];
const engine = values.simulated ? simulatedEngine(slots) : await realEngine();
const face = new Face(
  engine,
  {
    contextTokens,
    batchTokens: BATCH_TOKENS,
    promptTokensPerSecond: msPerToken === undefined ? undefined : 1_000 / Number(msPerToken),
    load: {
      ms: 1_000 * Number(values['load-seconds']),
      isWhenAsked: values['loads-when-asked'],
    },
  },
  systemClock,
);
const url = await face.listen(Number(values.port));
console.log(`${url} (${engine.name})`);
tell({ url, engine: engine.name });
process.on('message', (message: ToModel) => {
  if (message.ask === 'answer') face.answer = message.text;
  tell({ id: message.id, counts: face.counts() });
});
process.on('disconnect', () => process.exit());

/** The engine of llama.cpp; the simulated one where it cannot be had, which is said. */
async function realEngine(): Promise<Engine> {
  try {
    return await llamaEngine({ slots, contextTokens });
  } catch (error) {
    const [reason] = String(error instanceof Error ? error.message : error).split('\n');
    console.error(`The engine of llama.cpp cannot be had (${reason}): its memory is simulated.`);
    return simulatedEngine(slots);
  }
}

function tell(message: FromModel): void {
  process.send?.(message);
}
