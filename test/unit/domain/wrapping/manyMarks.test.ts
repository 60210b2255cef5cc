import { strict as assert } from 'node:assert';
import { unwrap } from '../../../../server/src/domain/wrapping/unwrap.ts';
import { processorMs } from '../../../support/processorTime.ts';

const answerOf = (text: string): string =>
  unwrap({ text, isOver: true }, { before: 'const a = ', after: '', languageId: 'typescript' })
    .text;

describe('marks of the cursor', () => {
  it('end an answer behind the hundredth that was taken away', () => {
    assert.equal(answerOf('f(\u2588a);'.repeat(102)), `${'f(a);'.repeat(100)}f(`);
  });

  it('are looked for in linear time, each spelled in its own way', () => {
    const spelled = (index: number): string =>
      [...'cursor_position']
        .map((each, bit) => ((index >> bit) & 1 ? each.toUpperCase() : each))
        .join('');
    const text = Array.from({ length: 15_000 }, (_, index) => `<${spelled(index)}> `).join('');
    assert.ok(processorMs(() => answerOf(text)) < 1_000);
    assert.ok(processorMs(() => answerOf('\u2588 '.repeat(150_000))) < 1_000);
  });
});
