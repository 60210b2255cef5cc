import { strict as assert } from 'node:assert';
import { completionEditor as editor } from '../../../support/completionEditor.ts';

describe('asking ahead', () => {
  /** Says what follows each line that it knows of. */
  const lines: Readonly<Record<string, string>> = {
    'a = ': 'first();',
    'a = first();': '\nb = second();',
  };
  const upstream = async ({ input }: { input: { kind: string } }) => {
    const { prefix } = input as { kind: string; prefix: string };
    return lines[prefix.split('\n').at(-1) ?? ''] ?? '';
  };

  it('has what follows a suggestion that stood, when it is taken', async () => {
    const { type, asked, events } = editor({ upstream, speculate: true });
    assert.equal(await type('a = |', { wait: 2_000 }), 'first();');
    assert.equal(asked.length, 2);
    assert.equal(await type('a = first();|', { wait: 100 }), '\nb = second();');
    assert.equal(asked.length, 2);
    const kinds = events.map(({ kind }) => kind);
    assert.ok(kinds.includes('speculated') && kinds.includes('speculationUsed'));
  });

  it('asks nothing where the user goes on, where the rest is known, or when it is off', async () => {
    const quick = editor({ upstream, speculate: true });
    await quick.type('a = |', { wait: 700 });
    await quick.type('a = f|', { wait: 700 });
    assert.equal(quick.asked.length, 1);
    const known = editor({
      upstream: async () => 'first();\n\nsecond();\n\nthird();',
      speculate: true,
    });
    await known.type('a = |', { wait: 5_000 });
    assert.equal(known.asked.length, 1);
    const off = editor({ upstream, speculate: false });
    await off.type('a = |', { wait: 5_000 });
    assert.equal(off.asked.length, 1);
  });

  it('keeps no answer that was cut: it is asked for when its turn comes', async () => {
    const { type, asked } = editor({ upstream, speculate: true, ending: 'length' });
    assert.equal(await type('a = |', { wait: 2_000 }), 'first();');
    assert.equal(asked.length, 2);
    await type('a = first();|', { wait: 100 });
    assert.equal(asked.length, 3);
  });

  it('ends when nobody is to ask any more', async () => {
    const signals: AbortSignal[] = [];
    const { type, provider } = editor({
      upstream: async (request, { signal }) => {
        signals.push(signal);
        return upstream(request as never);
      },
      speculate: true,
    });
    await type('a = |', { wait: 2_000 });
    assert.equal(signals.at(-1)?.aborted, false);
    provider.dispose();
    assert.deepEqual([signals.length, signals.at(-1)?.aborted], [2, true]);
  });

  it('never proposes the line that it only supposed', async () => {
    const { type, provider } = editor({ upstream, speculate: true });
    await type('a = |', { wait: 2_000 });
    provider.discard('file:///project/a.ts');
    assert.equal(await type('a|', { wait: 100 }), undefined);
  });

  it('turns itself off when too few of its answers are used, and tries again later', async () => {
    const { type, events, clock } = editor({
      upstream: async () => 'call();',
      speculate: true,
    });
    const count = () => events.filter(({ kind }) => kind === 'speculated').length;
    for (let place = 0; place < 15; place++) {
      await type(`${'x;\n'.repeat(place)}value${place} = |`, { wait: 3_000 });
    }
    assert.equal(count(), 10);
    await clock.pass(600_000);
    await type('again = |', { wait: 3_000 });
    assert.equal(count(), 11);
  });
});
