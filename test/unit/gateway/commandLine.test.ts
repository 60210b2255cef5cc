import { strict as assert } from 'node:assert';
import { gatewayUsage, parseGatewayCommand } from '../../../server/src/gateway/commandLine.ts';

const parsed = (line: string) => parseGatewayCommand(line === '' ? [] : line.split(' '));
const problemOf = (line: string) => {
  const result = parsed(line);
  return result.kind === 'wrong' ? result.problem : undefined;
};

describe("the gateway's command line", () => {
  it('names what to do, and with which file', () => {
    assert.deepEqual(parsed('key'), { kind: 'key' });
    assert.deepEqual(parsed('check a.json'), { kind: 'check', path: 'a.json' });
    assert.deepEqual(parsed('--config a.json'), { kind: 'serve', path: 'a.json' });
    assert.deepEqual(parsed('--config=a=b.json'), { kind: 'serve', path: 'a=b.json' });
  });

  it('asks for help or the version before all else', () => {
    assert.deepEqual(parsed('--config -h'), { kind: 'help' });
    assert.deepEqual(parsed('nonsense --help'), { kind: 'help' });
    assert.deepEqual(parsed('nonsense --version'), { kind: 'version' });
  });

  it('is refused in a sentence that repeats nothing of it', () => {
    const rows = {
      '': /^The configuration file is not named\.$/,
      '--config': /^The configuration file is not named\.$/,
      '--config=': /^The configuration file is not named\.$/,
      check: /^The configuration file is not named\.$/,
      'check a b': /^Name one configuration file/,
      '--config=a b': /^Name one configuration file/,
      'key b': /^There is no such command\.$/,
      'a.json': /^There is no such command\.$/,
    };
    for (const [line, problem] of Object.entries(rows))
      assert.match(problemOf(line) ?? '', problem, line);
  });

  it('has every command in its help', () => {
    const usage = gatewayUsage('1.2.3');
    for (const part of ['1.2.3', '--config FILE', 'check FILE', 'key', '--version', '--help'])
      assert.ok(usage.includes(part), part);
  });
});
