import { strict as assert } from 'node:assert';
import { warmingParams } from '../../../server/src/lsp/door/customParams.ts';
import { commandWarming, logWarming } from '../../../server/src/lsp/warmingCommands.ts';

type Host = Parameters<typeof commandWarming>[0];

describe('commands about warming', () => {
  const say = (raw: object, isDone: boolean) => {
    const warming = { forget: () => isDone, again: () => isDone } as Host['warming'];
    return commandWarming({ warming }, warmingParams({ ...raw })).text;
  };

  it('forget the history, and say whether that could be done', () => {
    assert.match(say({ do: 'forget' }, true), /is forgotten/);
    assert.match(say({ do: 'forget' }, false), /Try again/);
  });

  it('switch warming ahead on again, and say where it was on', () => {
    assert.match(say({ do: 'again' }, true), /is on again/);
    assert.match(say({ do: 'again' }, false), /had not/);
  });

  it('are refused where there is no such command', () => {
    assert.throws(() => say({ do: 'more' }, true), /one of forget, again/);
    assert.throws(() => say({}, true), /one of/);
  });

  it('leave a line in the log when warming ahead stops, and when it is on again', () => {
    const lines: string[] = [];
    const console = { info: (line: string) => void lines.push(line) };
    const log = logWarming({ console } as unknown as Parameters<typeof logWarming>[0]);
    log({ kind: 'warmingOff', reason: 'unused', precision: 0.125 });
    log({ kind: 'warmingOff', reason: 'noHabits', precision: 0 });
    log({ kind: 'warmingOn' });
    assert.match(lines[0] ?? '', /only 13 % of its prepared answers were used/);
    assert.match(lines[1] ?? '', /only 0 % of its guesses were right/);
    assert.match(lines[2] ?? '', /on again/);
  });
});
