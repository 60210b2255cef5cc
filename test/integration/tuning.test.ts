import { strict as assert } from 'node:assert';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TuningParams, TuningResult } from '../../server/src/protocol/tuning.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { type LspPair, lspPair } from '../support/lspPair.ts';
import { ScriptedUpstream } from '../support/scriptedUpstream.ts';

const URI = 'file:///project/a.ts';
const TEXT = 'const total = \n';

describe('tuning in the server', () => {
  let folder: string;
  let upstream: ScriptedUpstream;
  let pair: LspPair | undefined;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'aurelis-tuning-'));
    upstream = await new ScriptedUpstream(() => ({ chunks: ['sum();'] })).start();
  });
  afterEach(async () => {
    await pair?.close();
    pair = undefined;
    await upstream.stop();
    rmSync(folder, { recursive: true });
  });

  const file = () => join(folder, 'tuning.json');
  const journal = () => JSON.parse(readFileSync(file(), 'utf8'));
  const start = async (settings: object) => {
    const endpoints = [{ id: 'first', provider: 'openai', url: upstream.url, model: 'm' }];
    pair = await lspPair({
      settings: { endpoints, ...settings },
      credentials: { first: 'key' },
      storagePath: folder,
    });
    await pair.open(URI, TEXT);
    return pair;
  };
  const command = (params: TuningParams | object) =>
    (pair as LspPair).client.sendRequest<TuningResult>('aurelis/tuning', params);
  const knobOf = async (name: string) =>
    (await pair?.metrics())?.tuning?.knobs.find((knob) => knob.name === name);

  it('is not there while it is off, and writes nothing', async () => {
    const { client } = await start({});
    assert.equal((await pair?.metrics())?.tuning, undefined);
    assert.equal((await command({ do: 'defaults' })).isDone, false);
    assert.throws(journal);
    await assert.rejects(client.sendRequest('aurelis/tuning', { do: 'more' }), /do/);
    await assert.rejects(client.sendRequest('aurelis/tuning', { do: 'undo', knob: 'x' }), /knob/);
  });

  it('undoes what it found while it is off, too: nothing of it comes back', async () => {
    writeFileSync(file(), '{ "sound": { "memorySeconds": 900 } }', { mode: 0o600 });
    await start({});
    assert.equal((await command({ do: 'defaults' })).isDone, true);
    assert.deepEqual(journal().sound, {});
    assert.equal((await command({ do: 'defaults' })).isDone, false);
    await pair?.changeSettings({ tuning: { enable: true } });
    await waitFor('tuning', async () => (await knobOf('memorySeconds'))?.value === 300);
  });

  it('takes over what was found before, follows requests, and undoes it at once', async () => {
    writeFileSync(file(), '{ "sound": { "memorySeconds": 900, "batchSize": 99 } }', {
      mode: 0o600,
    });
    await start({ tuning: { enable: true } });
    assert.equal((await knobOf('memorySeconds'))?.value, 900);
    assert.equal((await knobOf('batchSize'))?.value, 12);
    assert.ok(await pair?.complete(URI, { line: 0, character: 14 }, { invoked: true }));
    assert.equal((await pair?.metrics())?.tuning?.samples, 1);
    const { isDone, text } = await command({ do: 'undo', knob: 'memorySeconds' });
    assert.equal(isDone, true);
    assert.match(text, /How long an answer stays in memory.* is back at its default/);
    assert.equal((await knobOf('memorySeconds'))?.value, 300);
    assert.deepEqual(journal().sound, { batchSize: 12 });
    assert.equal(journal().entries.at(-1).reason, 'user');
    assert.match((await command({ do: 'defaults' })).text, /all tuned values/);
    assert.deepEqual(journal().sound, {});
    assert.doesNotMatch(readFileSync(file(), 'utf8'), /total|sum|project/);
  });

  it('never touches what the user has set, and ends when it is turned off', async () => {
    writeFileSync(file(), '{ "sound": { "memorySeconds": 900 } }', { mode: 0o600 });
    const memory = { memory: { ttlSeconds: 300 } };
    await start({ tuning: { enable: true }, cache: memory });
    assert.deepEqual(
      [(await knobOf('memorySeconds'))?.isUsers, (await knobOf('memorySeconds'))?.value],
      [true, 300],
    );
    assert.equal((await knobOf('memoryEntries'))?.isUsers, false);
    assert.ok(journal().lease !== undefined);
    await pair?.changeSettings({ tuning: { enable: false } });
    await waitFor('the end of tuning', async () => (await pair?.metrics())?.tuning === undefined);
    assert.equal(journal().lease, undefined);
  });
});
