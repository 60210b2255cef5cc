import { strict as assert } from 'node:assert';
import {
  ANSWER_MS,
  BATCH,
  fixing,
  LINES_EACH,
  nameOf,
  right,
  uriOf,
  wrong,
} from '../../../../bench/actions/fixAllScene.ts';
import type { FixAllOutcome } from '../../../../server/src/actions/fixAll/fixAllOutcome.ts';
import { MAX_PIECES } from '../../../../server/src/actions/fixAll/fixAllRun.ts';
import { EndpointError } from '../../../../server/src/domain/endpointError.ts';

const reasons = ({ left }: FixAllOutcome) =>
  left.map(({ why, count }) => [why instanceof EndpointError ? why.kind : why, count]);
/** The lines that are edited, by document. */
const edited = ({ documents }: FixAllOutcome) =>
  documents.map(({ document, edits }) => [document.uri, edits.map(({ first }) => first)]);

describe('"Fix all" over many documents', () => {
  it('mends a hundred problems, one in ten of which fails, in order, five at a time, over a cancel', async () => {
    const COUNTS = [40, 1, 30, 29];
    const names = COUNTS.flatMap((count, file) =>
      Array.from({ length: count }, (_, index) => nameOf(file, index)),
    );
    const failing = new Set(names.filter((_, index) => index % 10 === 9));
    const failure = new EndpointError('first', 'server', { status: 500 });
    const { go, outcome, asked, answered, progress, script, most } = fixing(COUNTS, (...about) =>
      failing.has(about[0]) ? failure : right(...about),
    );

    // Nine and a half batches: what is under way then is cancelled.
    await go(9.5 * ANSWER_MS);
    assert.deepEqual(asked, names.slice(0, 50));
    assert.deepEqual([progress[0], progress.at(-1), most()], [1, 45, BATCH]);
    assert.deepEqual(
      answered,
      names.slice(0, 45).filter((name) => !failing.has(name)),
    );
    const halfway = outcome();
    assert.equal(halfway.mended, 41);
    assert.deepEqual(reasons(halfway).filter(([why]) => why === 'server').length, 4);

    asked.length = 0;
    await go();
    // Those that had failed and those that were not asked, in order; none that was answered.
    const again = names.filter((name, index) => failing.has(name) || index >= 45);
    assert.deepEqual(asked, again);
    assert.equal(most(), BATCH);
    assert.deepEqual([outcome().mended, reasons(outcome()).length], [90, 10]);

    asked.length = 0;
    script.answer = right;
    await go();
    assert.deepEqual(asked, [...failing]);
    assert.deepEqual([...answered].sort(), [...names].sort());
    const end = outcome();
    assert.deepEqual([end.mended, end.left, progress.at(-1)], [100, [], 100]);
    const lines = (count: number) => Array.from({ length: count }, (_, at) => at * LINES_EACH + 1);
    assert.deepEqual(
      edited(end),
      COUNTS.map((count, file) => [uriOf(file), lines(count)]),
    );
  });

  it('asks in the background, and counts what was asked for, answered and applied', async () => {
    const { go, outcome, fixAll, contexts, events, asked } = fixing([2]);
    await go();
    assert.deepEqual(
      contexts.map(({ priority, isFresh }) => [priority, isFresh]),
      [
        ['batch', false],
        ['batch', false],
      ],
    );
    fixAll.applied(outcome());
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['actionRequested', 'actionAnswered', 'actionAnswered', 'actionApplied'],
    );
    assert.deepEqual([outcome().mended, outcome().mendedBefore], [0, 2]);
    await go();
    assert.equal(asked.length, 2);
  });

  it('brings edits to where their lines are by now, and leaves what was edited meanwhile', async () => {
    const { go, outcome, documents } = fixing([3, 1], (name, context) => {
      if (name === nameOf(0, 0)) {
        const text = documents.get(uriOf(0))?.lines.join('\n') ?? '';
        // Another place, and the very line that the second answer is to change.
        documents.change(uriOf(0), 2, [
          {
            text: `// Above.\n${text.replace(/valu \* 2(?=;\n\}\n\nfunction f0x2)/, 'valu * 3')}`,
          },
        ]);
      }
      return right(name, context);
    });
    const text = () => documents.get(uriOf(0))?.lines ?? [];
    await go();
    const end = outcome();
    assert.equal(text()[6], '  return valu * 3;');
    assert.deepEqual(edited(end), [
      [uriOf(0), [2, 10]],
      [uriOf(1), [1]],
    ]);
    assert.deepEqual([end.documents[0]?.document.version, reasons(end)], [2, [['changed', 1]]]);
  });

  it('asks about blocks as they are when their turn comes, and not about those that were edited', async () => {
    const { go, documents, asked, outcome } = fixing([7], (name, context) => {
      if (name === nameOf(0, 0)) {
        const text = documents.get(uriOf(0))?.lines.join('\n') ?? '';
        documents.change(uriOf(0), 2, [{ text: `// Above.\n\n${text.replace('f0x5', 'other')}` }]);
      }
      return right(name, context);
    });
    await go();
    assert.deepEqual(
      asked,
      [0, 1, 2, 3, 4, 6].map((index) => nameOf(0, index)),
    );
    assert.deepEqual(edited(outcome()), [[uriOf(0), [3, 7, 11, 15, 19, 27]]]);
    assert.deepEqual(reasons(outcome()), [['changed', 1]]);
  });

  it('sends nothing of a document that is excluded or closed, also while it runs', async () => {
    const { go, documents, policy, asked, outcome } = fixing([6, 1, 1], (name, context) => {
      policy.configure({ exclude: ['0.ts'], hidden: [] });
      return right(name, context);
    });
    documents.close(uriOf(1));
    await go();
    assert.deepEqual(asked, [0, 1, 2, 3, 4].map((index) => nameOf(0, index)).concat(nameOf(2, 0)));
    assert.deepEqual(reasons(outcome()), [
      ['excluded', 1],
      ['closed', 1],
    ]);
    documents.open(uriOf(1), 'typescript', 1, wrong(nameOf(1, 0)));
    policy.configure({ exclude: [], hidden: [] });
    await go();
    assert.deepEqual([outcome().mended, outcome().left], [8, []]);
  });

  it('makes no edit of a document that was closed after its answer', async () => {
    const { go, documents, outcome } = fixing([1]);
    await go();
    documents.close(uriOf(0));
    assert.deepEqual([outcome().mended, reasons(outcome())], [0, [['closed', 1]]]);
  });

  it('asks for other answers in place of those of no use, but not before all was asked about', async () => {
    const { go, asked, contexts, script, outcome } = fixing([6], (name, context) =>
      name === nameOf(0, 0) ? 'I cannot help with that.' : right(name, context),
    );
    await go(1.5 * ANSWER_MS);
    assert.equal(asked.length, 6);
    await go();
    assert.equal(asked.length, 7);
    assert.deepEqual(reasons(outcome()), [['declined', 1]]);
    script.answer = right;
    await go();
    assert.deepEqual([asked.at(-1), contexts.at(-1)?.isFresh], [nameOf(0, 0), true]);
    assert.deepEqual([outcome().mended, outcome().left], [6, []]);
  });

  it('says where the model sees nothing to change, and does not ask again', async () => {
    const { go, asked, outcome } = fixing([1], (name) => `\`\`\`ts\n${wrong(name)}\`\`\``);
    await go();
    await go();
    assert.deepEqual([asked.length, reasons(outcome())], [1, [['unchanged', 1]]]);
  });

  it('leaves what is not sure to editors that show it first', async () => {
    const { go, outcome } = fixing([1], () => '```ts\nreturn value * 2;\n```');
    await go();
    assert.equal(outcome(true).mended, 1);
    assert.equal(outcome(true).documents[0]?.edits[0]?.isSure, false);
    assert.deepEqual(reasons(outcome(false)), [['unsure', 1]]);
  });

  it('goes on beside an error of ours, and tells it', async () => {
    const error = new TypeError('a defect');
    const { go, outcome } = fixing([2], (name, context) =>
      name === nameOf(0, 0) ? error : right(name, context),
    );
    assert.equal(await go(), error);
    assert.deepEqual([outcome().mended, reasons(outcome())], [1, [['defect', 1]]]);
  });

  it('takes a document that is told of twice once, and several problems of a block together', async () => {
    const { fixAll, told, asked, run } = fixing([1]);
    const [one] = told;
    assert.ok(one);
    const twice = fixAll.run('b', [one, one], false);
    const asking = fixAll.ask(twice, { signal: AbortSignal.abort(), onProgress: () => undefined });
    await asking;
    assert.deepEqual([twice.all, run.all, asked], [2, 1, []]);
    twice.read(one.uri, fixing([1]).documents.get(one.uri) ?? 'closed');
    assert.deepEqual(
      twice.pieces.map(({ aim }) => aim.diagnostics.length),
      [2],
    );
  });

  it('takes a hundred problems of a document, and two thousand blocks in all', async () => {
    const counts = [101, ...Array.from({ length: 20 }, () => 100)];
    const { go, asked, outcome, run } = fixing(counts);
    await go(1_000_000);
    assert.deepEqual([asked.length, MAX_PIECES, run.all], [2_000, 2_000, 2_101]);
    assert.deepEqual(
      [outcome().mended, reasons(outcome())],
      [
        2_000,
        [
          ['tooMany', 1],
          ['tooMany', 100],
        ],
      ],
    );
  }).timeout(20_000);

  it('keeps the last runs, each under its name', () => {
    const { fixAll, told } = fixing([1]);
    const one = fixAll.run('1', told, false);
    assert.equal(fixAll.run('1', told, true), one);
    assert.notEqual(fixAll.run('1', told, false), one);
    const kept = ['1', '2', '3'].map((id) => fixAll.run(id, told, true));
    fixAll.run('1', told, true);
    fixAll.run('4', told, true);
    assert.equal(fixAll.run('1', told, true), kept[0]);
    assert.notEqual(fixAll.run('2', told, true), kept[1]);
  });

  it('lets one run ask at a time', () => {
    const { fixAll } = fixing([1]);
    const begun = fixAll.begin();
    assert.equal(fixAll.begin(), undefined);
    begun?.dispose();
    assert.ok(fixAll.begin());
  });
});
