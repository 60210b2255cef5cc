import { strict as assert } from 'node:assert';
import { withoutTokensAtEnds } from '../../../../server/src/actions/answer/controlTokens.ts';
import { processorMs } from '../../../support/processorTime.ts';

describe('control tokens at the ends of an answer', () => {
  it('are taken away, and the role behind one in front', () => {
    const bare = (text: string) => withoutTokensAtEnds(text, 'typescript').trim();
    assert.equal(bare('<|im_start|>assistant\nf();\n<|im_end|> <|endoftext|>\n'), 'f();');
    assert.equal(bare('<s> <|a|>model <|b|>user f(); <|c|> g();</s>'), 'f(); <|c|> g();');
    assert.equal(bare('assistant <|a|> f();'), 'assistant <|a|> f();');
    assert.equal(bare('<|a|>'.repeat(500)), '');
    assert.equal(withoutTokensAtEnds('<s>x</s>', 'html'), '<s>x</s>');
  });

  it('are taken away many at once', () => {
    const many = '<|a|>'.repeat(20_000);
    // One a round takes ten times as long.
    assert.ok(processorMs(() => withoutTokensAtEnds(`${many}x${many}`, 'c')) < 200);
  });
});
