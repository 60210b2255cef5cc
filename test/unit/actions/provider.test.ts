import { strict as assert } from 'node:assert';
import type { ActionEvent } from '../../../server/src/actions/events.ts';
import { ActionProvider } from '../../../server/src/actions/provider.ts';
import { DocumentStore } from '../../../server/src/documents/documentStore.ts';
import type { GenerationRequest } from '../../../server/src/domain/generation.ts';
import { aPolicy } from '../../../tools/testing/aPolicy.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { aGeneration } from '../../../tools/testing/requests.ts';

const URI = 'file:///project/a.ts';

/** A document with a line that is wrong, and a model that says what the test wants. */
function acting(lines: readonly string[], wrong: number, answer: () => string = () => '') {
  const documents = new DocumentStore();
  documents.open(URI, 'typescript', 1, lines.join('\n'));
  const asked: GenerationRequest[] = [];
  const events: ActionEvent[] = [];
  const policy = aPolicy();
  const provider = new ActionProvider({
    documents,
    policy,
    generate: async (request) => {
      asked.push(request);
      return aGeneration({ text: answer() });
    },
    clock: new FakeClock(),
    observe: (event) => events.push(event),
    batchSize: 5,
    onUnusable: () => undefined,
    editFormOf: () => 'whole',
  });
  const diagnostic = { line: wrong, message: "Cannot find name 'totl'", source: 'ts' };
  const run = () => {
    const [offer] = provider.offer(URI, [diagnostic]);
    assert.ok(offer);
    return provider.run(offer, ANYHOW);
  };
  return { provider, run, documents, policy, asked, events };
}

const ANYHOW = { signal: new AbortController().signal, onProgress: () => undefined };

describe('"Add Types with Aurelis"', () => {
  const block = ['function add(a, b) {', '  check(a);', '  return a + b;', '}'];
  const sureOf = async (answer: readonly string[]) => {
    const { provider } = acting(block, 0, () => ['```ts', ...answer, '```'].join('\n'));
    const offers = provider.offerFor(URI, { first: 0, last: 3 });
    const offer = offers.find(({ actionId }) => actionId === 'addTypes');
    assert.ok(offer);
    const outcome = await provider.run(offer, ANYHOW);
    return outcome.kind === 'edit' ? outcome.edits.every(({ isSure }) => isSure) : outcome;
  };

  it('is never sure of an answer that loses code', async () => {
    const typed = ['function add(a: number, b: number): number {', ...block.slice(1)];
    assert.equal(await sureOf(typed), true);
    assert.equal(await sureOf(typed.filter((line) => !line.includes('check'))), false);
  });
});

describe('"Fix with Aurelis"', () => {
  const broken = ['const total = 1;', 'use(totl);'];
  const fixed = '```ts\nconst total = 1;\nuse(total);\n```';

  it('sends nothing of a document that is excluded, before an offer or after it', async () => {
    const { provider, run, policy, asked } = acting(broken, 1, () => fixed);
    const diagnostic = { line: 1, message: "Cannot find name 'totl'", source: 'ts' };
    const [offer] = provider.offer(URI, [diagnostic]);
    assert.ok(offer);
    policy.configure({ exclude: ['project'], hidden: [] });
    const outcome = await provider.run(offer, ANYHOW);
    assert.deepEqual(outcome, { kind: 'excluded' });
    assert.deepEqual(provider.offer(URI, [diagnostic]), []);
    policy.configure({ exclude: [], hidden: [] });
    assert.equal((await run()).kind, 'edit');
    assert.equal(asked.length, 1);
  });

  it('makes an edit of the answer', async () => {
    const { run, events } = acting(broken, 1, () => fixed);
    const outcome = await run();
    assert.deepEqual(outcome.kind === 'edit' && outcome.edits.map(({ lines }) => lines), [
      ['use(total);'],
    ]);
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['actionRequested', 'actionAnswered'],
    );
  });

  it('makes it where the lines are by now, for a document that has moved on while the model answered', async () => {
    const { run, documents } = acting(broken, 1, () => {
      documents.change(URI, 2, [{ text: `// A line above.\n${broken.join('\n')}` }]);
      return fixed;
    });
    const outcome = await run();
    assert.deepEqual(outcome.kind === 'edit' && [outcome.version, outcome.edits], [
      2,
      [{ first: 2, end: 3, lines: ['use(total);'], isSure: true }],
    ]);
  });

  it('makes none in another text that is open there by now, whatever its version', async () => {
    const { run, documents } = acting(broken, 1, () => {
      documents.close(URI);
      documents.open(URI, 'typescript', 1, 'const total = 1;\nimportantCall();');
      return fixed;
    });
    assert.deepEqual(await run(), { kind: 'outdated' });
  });

  it('asks about no further block once the document is excluded', async () => {
    const lines = Array.from({ length: 12 }, (_, index) => [
      `function f${index}() {`,
      '  use(totl);',
      '}',
      '',
    ]);
    const { provider, policy, asked } = acting(lines.flat(), 1, () => {
      policy.configure({ exclude: ['project'], hidden: [] });
      return fixed;
    });
    const diagnostics = lines.map((_, index) => ({
      line: 4 * index + 1,
      message: "Cannot find name 'totl'",
      source: 'ts',
    }));
    const all = provider.offer(URI, diagnostics).find(({ title }) => title.startsWith('Fix all'));
    assert.ok(all);
    assert.deepEqual(await provider.run(all, ANYHOW), { kind: 'excluded' });
    assert.equal(asked.length, 1);
  });

  it('makes none where what it would change has changed while the model answered', async () => {
    const { run, documents } = acting(broken, 1, () => {
      documents.change(URI, 2, [{ text: 'const total = 1;\nuse(totl, 2);' }]);
      return fixed;
    });
    assert.deepEqual(await run(), { kind: 'outdated' });
  });

  it('shows the model forty lines on either side of the block', async () => {
    const line = (index: number) => (index === 100 ? 'use(totl);' : `call${index}();`);
    const lines = Array.from({ length: 201 }, (_, index) => line(index));
    lines[99] = '';
    lines[101] = '';
    const { run, asked } = acting(lines, 100);
    await run();
    const input = asked[0]?.input;
    const user = input?.kind === 'chat' ? input.user : '';
    const shown = [...user.matchAll(/call(\d+)\(\)/g)].map(([, index]) => Number(index));
    assert.deepEqual([shown[0], shown.at(-1)], [60, 140]);
  });
});

describe('"Fix this with Aurelis"', () => {
  const broken = ['use(one);', '', 'const total = 1;', 'use(totl);', 'use(two);'];
  const fixed = '```ts\nconst total = 1;\nuse(total);\nuse(two);\n```';

  const pointing = (lines: readonly string[], first: number, last: number, answer = '') => {
    const { provider, asked } = acting(lines, 0, () => answer);
    const offers = provider.offerFor(URI, { first, last });
    const run = () => {
      const [offer] = offers;
      assert.ok(offer);
      return provider.run(offer, ANYHOW);
    };
    const user = () => (asked[0]?.input.kind === 'chat' ? asked[0].input.user : '');
    return { offers, run, user };
  };

  it('is offered on lines with code', () => {
    const titles = (first: number, last: number, lines = broken) =>
      pointing(lines, first, last)
        .offers.filter(({ actionId }) => actionId === 'fixLines')
        .map(({ title, kind }) => [title, kind]);
    assert.deepEqual(titles(3, 3), [['Fix this with Aurelis', 'quickfix']]);
    assert.deepEqual(titles(0, 900), titles(3, 3));
    const long = Array.from({ length: 200 }, () => 'use();');
    assert.deepEqual(titles(0, 79, long), titles(3, 3));
    for (const [first, last, lines] of [
      [Number.NaN, 3, broken],
      [-1, 3, broken],
      [0, 0, ['']],
      [1, 1, ['', ' ', '']],
    ] as const) {
      assert.deepEqual(titles(first, last, [...lines]), [], `${first} to ${last}`);
    }
  });

  it('is not offered for documents that are left alone', () => {
    const { provider, documents } = acting(broken, 0);
    documents.open('file:///project/.env', 'plaintext', 1, 'A=1');
    assert.deepEqual(provider.offerFor('file:///project/.env', { first: 0, last: 0 }), []);
    assert.deepEqual(provider.offerFor('file:///project/gone.ts', { first: 0, last: 0 }), []);
  });

  it('mends the block around one line, whichever of its lines is wrong', async () => {
    const { run, user } = pointing(broken, 4, 4, fixed);
    const outcome = await run();
    assert.deepEqual(outcome.kind === 'edit' && outcome.edits, [
      { first: 3, end: 4, lines: ['use(total);'], isSure: true },
    ]);
    assert.match(user(), /<block>\nconst total = 1;\nuse\(totl\);\nuse\(two\);\n<\/block>/);
    assert.match(user(), /\n\nCorrect the block, line 3 first\.$/);
  });

  it('is sure in the lines that were selected, and not beside them', async () => {
    const inside = await pointing(broken, 2, 3, fixed).run();
    assert.deepEqual(inside.kind === 'edit' && inside.edits.map(({ isSure }) => isSure), [true]);
    const selected = pointing(
      [...broken, 'use(three);'],
      4,
      5,
      `${fixed.slice(0, -4)}\nuse(three);\n\`\`\``,
    );
    const beside = await selected.run();
    assert.match(selected.user(), /Correct lines 3 to 4 of the block\.$/);
    assert.deepEqual(beside.kind === 'edit' && beside.edits.map(({ isSure }) => isSure), [false]);
  });

  it('shows the selected lines alone where their blocks are too long together', async () => {
    const lines = Array.from({ length: 200 }, (_, index) => `use(${index});`);
    const { run, user } = pointing(lines, 60, 100);
    await run();
    assert.match(user(), /<block>\nuse\(60\);[^<]*use\(100\);\n<\/block>/);
  });

  it('changes nothing where the model finds nothing wrong', async () => {
    const same = `\`\`\`ts\n${broken.slice(2).join('\n')}\n\`\`\``;
    assert.deepEqual(await pointing(broken, 3, 3, same).run(), { kind: 'unchanged' });
  });
});

describe('"Document with Aurelis"', () => {
  const lines = [
    '@memoize',
    '/** Doubles. */',
    'function twice(count) {',
    '  return 2 * count;',
    '}',
  ];
  const answer = lines.with(1, '/** Returns twice a count. */').join('\n');

  it('sees the comment and the decorators of a function, and writes no second one', async () => {
    const { provider, asked } = acting(lines, 2, () => `\`\`\`ts\n${answer}\n\`\`\``);
    const offer = provider
      .offerFor(URI, { first: 3, last: 3 })
      .find(({ actionId }) => actionId === 'document');
    assert.ok(offer);
    const outcome = await provider.run(offer, ANYHOW);
    assert.match(JSON.stringify(asked[0]?.input), /<block>\\n@memoize/);
    assert.deepEqual(
      outcome.kind === 'edit' && outcome.edits.map(({ first, end, lines: to }) => [first, end, to]),
      [[1, 2, ['/** Returns twice a count. */']]],
    );
  });

  it('leaves what stands above the code out of what is rewritten', async () => {
    const { provider, asked } = acting(lines, 2);
    const simplify = provider
      .offerFor(URI, { first: 3, last: 3 })
      .find(({ actionId }) => actionId === 'simplify');
    assert.ok(simplify);
    await provider.run(simplify, ANYHOW);
    assert.match(JSON.stringify(asked[0]?.input), /<block>\\nfunction twice/);
  });
});
