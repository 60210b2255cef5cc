import { strict as assert } from 'node:assert';
import { UnusableAnswers } from '../../../server/src/actions/unusableAnswers.ts';
import { aContext, aGeneration, aRequest } from '../../../tools/testing/requests.ts';

const about = (user: string) => aRequest({ input: { kind: 'chat', system: '', user } });

describe('answers of no use', () => {
  const asking = () => {
    const unusable = new UnusableAnswers();
    const fresh: boolean[] = [];
    let isFailing = false;
    const generate = unusable.afresh(async (_, { isFresh = false }) => {
      fresh.push(isFresh);
      if (isFailing) throw new Error('gone');
      return aGeneration();
    });
    const ask = (user: string) => generate(about(user), aContext());
    const failing = async (user: string) => {
      isFailing = true;
      await ask(user).catch(() => undefined);
      isFailing = false;
    };
    return { unusable, fresh, ask, failing };
  };

  it('have their question asked afresh, until an answer is of use', async () => {
    const { unusable, fresh, ask, failing } = asking();
    unusable.add(await ask('a'));
    await ask('b');
    await failing('a');
    unusable.add(await ask('a'));
    await ask('a');
    await ask('a');
    assert.deepEqual(fresh, [false, false, true, true, true, false]);
  });

  it('are remembered up to a number, the last ones', async () => {
    const { unusable, fresh, ask } = asking();
    for (let index = 0; index <= 200; index++) unusable.add(await ask(`${index}`));
    await ask('0');
    await ask('1');
    assert.deepEqual(fresh.slice(-2), [false, true]);
  });
});
