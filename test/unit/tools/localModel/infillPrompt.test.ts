import { strict as assert } from 'node:assert';
import { type Infill, infillPrompt } from '../../../../tools/localModel/infillPrompt.ts';

const control = { end: 0, prefix: 1, suffix: 2, middle: 3, pad: 4, repository: 5, file: 6 };
/** A token for each character; the control tokens have no texts here. */
const tokenize = (text: string): number[] => [...text].map((each) => each.charCodeAt(0));
const nothing: Infill = { prefix: '', suffix: '', extra: [], prompt: '' };

/** The prompt as a text, control tokens as their first letters in brackets. */
function written(
  infill: Partial<Infill>,
  limits: { batchTokens: number; contextTokens: number },
): string {
  const names = Object.entries(control);
  return infillPrompt({ control, tokenize }, { ...nothing, ...infill }, limits)
    .map((token) => {
      const name = names.find(([, number]) => number === token)?.[0];
      return name === undefined ? String.fromCharCode(token) : `[${name}]`;
    })
    .join('');
}

describe('the prompt of /infill', () => {
  const wide = { batchTokens: 2_048, contextTokens: 8_192 };
  const head = '[repository]myproject\n';
  const own = '[file]filename\n';

  it('has other files first, then what stands before the cursor and behind it', () => {
    const extra = [
      { text: 'one', filename: 'a.ts' },
      { text: 'two', filename: 'b.ts' },
    ];
    assert.equal(
      written({ prefix: 'above\n', prompt: 'line', suffix: 'below', extra }, wide),
      `${head}[file]a.ts\none[file]b.ts\ntwo${own}[prefix]above\nline[suffix]below[middle]`,
    );
  });

  it('keeps the end of the prefix and the beginning of the suffix, in a batch', () => {
    const limits = { batchTokens: 40, contextTokens: 8_192 };
    const [prefix, suffix] = ['p'.repeat(99) + 'P'.repeat(30), 'S'.repeat(5) + 's'.repeat(99)];
    assert.equal(
      written({ prefix, suffix, prompt: '123' }, limits),
      `${head}${own}[prefix]${'P'.repeat(30)}123[suffix]${'S'.repeat(5)}[middle]`,
    );
  });

  it('leaves a long line before the cursor whole, and then no suffix', () => {
    const prompt = 'x'.repeat(50);
    const limits = { batchTokens: 40, contextTokens: 8_192 };
    const text = written({ prefix: 'p', suffix: 's', prompt }, limits);
    assert.equal(text, `${head}${own}[prefix]p${prompt}[suffix][middle]`);
  });

  it('cuts other files at their beginning, to what the context leaves beside a batch', () => {
    const limits = { batchTokens: 40, contextTokens: 50 };
    const extra = [{ text: 'text', filename: 'file' }];
    // 50 - 40 + 2: twice the -1 that the server predicts where nothing limits it.
    assert.equal(written({ extra }, limits), `xt${own}[prefix][suffix][middle]`);
  });
});
