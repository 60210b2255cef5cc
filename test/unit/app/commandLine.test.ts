import { strict as assert } from 'node:assert';
import { parseCommandLine } from '../../../server/src/app/commandLine.ts';

const parsed = (line: string, hasIpc = false) => parseCommandLine(line.split(' '), hasIpc);
const transportOf = (line: string, hasIpc = false) => {
  const result = parsed(line, hasIpc);
  return result.kind === 'serve' ? result.transport : result;
};
const problemOf = (line: string) => {
  const result = parsed(line);
  return result.kind === 'wrong' ? result.problem : undefined;
};

describe('the command line', () => {
  it('names a transport', () => {
    assert.deepEqual(transportOf('--stdio'), { kind: 'stdio' });
    assert.deepEqual(transportOf('--node-ipc', true), { kind: 'ipc' });
    assert.deepEqual(transportOf('--socket=65535'), { kind: 'socket', port: 65_535 });
    assert.deepEqual(transportOf('--socket 1'), { kind: 'socket', port: 1 });
    assert.deepEqual(transportOf('--pipe=a=b'), { kind: 'pipe', name: 'a=b' });
    assert.deepEqual(transportOf('--stdio --stdio'), { kind: 'stdio' });
  });

  it('is refused in a sentence where it names none, several or a wrong one', () => {
    const rows = {
      '--tcp=1': /^No transport is named; unknown: --tcp=1\.$/,
      '--stdio --node-ipc': /^Name one transport/,
      '--socket=65536': /^--socket wants a port from 1 to 65535/,
      '--socket --stdio': /^--socket wants/,
      '--pipe=': /^--pipe wants the name/,
      '--node-ipc': /^--node-ipc works only/,
      '--stdio=1': /^No transport/,
      '--stdio --clientProcessId=0': /^--clientProcessId wants/,
    };
    for (const [line, problem] of Object.entries(rows))
      assert.match(problemOf(line) ?? '', problem);
  });

  it('asks for help or the version before all else', () => {
    assert.deepEqual(parsed('--socket=x -h'), { kind: 'help' });
    assert.deepEqual(parsed('--nonsense --version'), { kind: 'version' });
  });

  it('tells unknown arguments so that they can be printed', () => {
    const line = parseCommandLine(['--stdio', '--x', `\u001b${'y'.repeat(90)}`], false);
    assert.ok(line.kind === 'serve');
    assert.deepEqual(line.unknown, ['--x', JSON.stringify(`\u001b${'y'.repeat(39)}`)]);
  });
});
