import { strict as assert } from 'node:assert';
import type { Explanations } from '../../../client/src/explanations.ts';
import { settled } from '../../../tools/testing/fakeClock.ts';
import { state } from '../../support/vscodeDouble.ts';

describe('the explanations that the server sends', () => {
  let explanations: Explanations;

  beforeEach(async () => {
    const module = await import('../../../client/src/explanations.ts');
    explanations = new module.Explanations();
  });
  afterEach(() => explanations.dispose());

  const send = async (id: string, text: string, more: object = {}) => {
    explanations.show({ id, title: 'Explain', text, isDone: false, ...more });
    await settled();
  };
  const page = () => state.contents.get('aurelis-explanation')?.provideTextDocumentContent() ?? '';

  it('grow on their page, and end with the whole text', async () => {
    await send('a', '');
    assert.match(page(), /Asking the model/);
    await send('a', 'It **doub');
    await send('a', 'It **doubles**.', { isDone: true });
    assert.equal(page(), '# Explain\n\nIt **doubles**.');
  });

  it('end with what came, and why there is no more', async () => {
    await send('a', '');
    await send('a', 'It is', { isDone: true, problem: `[Stop](command:x) ${'long '.repeat(200)}` });
    assert.match(page(), /It is\n\n\*\*/);
    assert.doesNotMatch(page(), /\]\(command/);
  });

  it('are shown one at a time: one that another took the place of goes on unseen', async () => {
    await send('a', '');
    await send('b', '');
    await send('a', 'first', { isDone: true });
    assert.doesNotMatch(page(), /first/);
    await send('b', 'second', { isDone: true });
    assert.match(page(), /second$/);
  });
});
