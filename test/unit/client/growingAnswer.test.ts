import { strict as assert } from 'node:assert';
import { GrowingAnswer } from '../../../client/src/growingAnswer.ts';
import { plain } from '../../../server/src/protocol/plainText.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

function answer(title = plain`What \`add\` does`) {
  const clock = new FakeClock();
  const pages: string[] = [];
  const shown = new GrowingAnswer(
    title,
    (page) => pages.push(page),
    (ms, run) => clock.after(ms, run),
  );
  return { clock, pages, shown };
}

describe('the page of an answer that grows', () => {
  it('is there at once, with what is asked', () => {
    const { pages } = answer(plain`What [add](command:x) does`);
    assert.deepEqual(pages, ['# What \\[add\\] (command:x) does\n\n_Asking the model…_']);
  });

  it('grows at most ten times a second, whatever comes, and shows the last of it', async () => {
    const { clock, pages, shown } = answer();
    for (let ms = 0; ms < 1_000; ms += 5) {
      shown.append(`${ms} `);
      await clock.pass(5);
    }
    assert.ok(pages.length >= 9 && pages.length <= 11, String(pages.length));
    await clock.pass(100);
    assert.match(pages.at(-1) ?? '', / 995\n\n_The model is writing…_$/);
    const { length } = pages;
    await clock.pass(1_000);
    assert.equal(pages.length, length);
    shown.append('late');
    assert.match(pages.at(-1) ?? '', / 995 late\n/);
  });

  it('stays as it is above its end', async () => {
    const { clock, pages, shown } = answer();
    for (const piece of ['One.\n\n```ts\n', 'a\n', '```\n\n', '- b\n', '- c']) {
      shown.append(piece);
      await clock.pass(100);
    }
    shown.finish({});
    const heads = pages.map((page) => page.replace(/(?:```\s*)?_[\w ]+…_$/, '').trimEnd());
    for (const [index, head] of heads.slice(1).entries()) {
      assert.ok(head.startsWith(heads[index] ?? 'none'), head);
    }
  });

  it('ends with the whole text, which counts more than its pieces, and is drawn no more', async () => {
    const { clock, pages, shown } = answer();
    shown.append('Half');
    shown.finish({ text: 'The **whole** [text](command:x).' });
    assert.equal(pages.at(-1), '# What \\`add\\` does\n\nThe **whole** text (`command:x`).');
    const { length } = pages;
    shown.append('more');
    shown.finish({ text: 'other' });
    await clock.pass(1_000);
    assert.equal(pages.length, length);
  });

  it('says why there is no more, below what came', () => {
    const { pages, shown } = answer();
    shown.append('Half');
    shown.finish({ problem: plain`It *broke*. Try again.` });
    assert.match(pages.at(-1) ?? '', /does\n\nHalf\n\n\*\*It \\\*broke\\\*\. Try again\.\*\*$/);
    const other = answer();
    other.shown.finish({ problem: plain`No.` });
    assert.match(other.pages.at(-1) ?? '', /does\n\n\*\*No\.\*\*$/);
  });

  it('is drawn no more once another one has its place', async () => {
    const { clock, pages, shown } = answer();
    shown.leave();
    shown.append('late');
    shown.finish({ text: 'later' });
    await clock.pass(1_000);
    assert.equal(pages.length, 1);
  });
});
