import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { installNode } from '../../tools/machine/nodeVersions.ts';
import { type UnpackedPackage, unpackPackage } from '../support/unpackedPackage.ts';

const TOO_OLD = ['20.20.2', '22.11.0'];
const NEW_ENOUGH = ['22.13.0', '22.14.0', '23.0.0', '23.4.0'];

describe('node dist/server.js', function () {
  this.timeout(180_000);
  let unpacked: UnpackedPackage;
  before(() => {
    unpacked = unpackPackage();
    for (const version of [...TOO_OLD, ...NEW_ENOUGH]) installNode(version);
  });
  after(() => unpacked?.remove());

  const run = (version: string, ...args: string[]) => {
    const script = unpacked.dist('server.js');
    const { status, stdout, stderr } = spawnSync(installNode(version), [script, ...args], {
      encoding: 'utf8',
      input: '',
      timeout: 20_000,
    });
    return { status, stdout: stdout.trim(), stderr: stderr.trim() };
  };

  for (const version of TOO_OLD) {
    it(`says in one sentence that Node ${version} is too old`, () => {
      assert.deepEqual(run(version, '--stdio'), {
        status: 1,
        stdout: '',
        stderr: `Aurelis needs Node 22.13 or newer, and this is Node ${version}: start its server with a newer one.`,
      });
    });
  }

  for (const version of [...TOO_OLD, ...NEW_ENOUGH]) {
    it(`tells its usage and version on Node ${version}`, () => {
      const help = run(version, '--help');
      assert.deepEqual([help.status, help.stderr], [0, '']);
      assert.match(help.stdout, /^Aurelis language server \d+\.\d+\.\d+\n[\s\S]*--stdio/);
      const { status, stdout, stderr } = run(version, '--version');
      assert.deepEqual([status, stderr], [0, '']);
      assert.match(stdout, /^\d+\.\d+\.\d+$/);
    });

    it(`says what is wrong with its arguments on Node ${version}`, () => {
      const wrong: Readonly<Record<string, string[]>> = {
        'No transport is named.': [],
        'No transport is named; unknown: --tcp=1.': ['--tcp=1'],
        '--socket wants a port from 1 to 65535, such as --socket=6009.': ['--socket=http'],
        '--pipe wants the name of a pipe.': ['--pipe'],
        '--node-ipc works only where a Node process forks the server. Use --stdio.': ['--node-ipc'],
        'Name one transport, not several.': ['--stdio', '--socket=6009'],
        '--clientProcessId wants the number of a process.': ['--clientProcessId', '--stdio'],
        'No transport is named; unknown: "\\u001b[31m".': ['\u001b[31m'],
      };
      for (const [sentence, args] of Object.entries(wrong)) {
        const { status, stdout, stderr } = run(version, ...args);
        assert.deepEqual([status, stdout, stderr.split('\n')[0]], [2, '', sentence]);
        assert.match(stderr, /--stdio {2,}over standard input/);
        assert.ok(stderr.length < 1_000, `${stderr.length} characters`);
      }
    });
  }

  it('says which file to start', () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [unpacked.dist('languageServer.js'), '--stdio'],
      { encoding: 'utf8', input: '' },
    );
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /Start server\.js/);
  });

  for (const version of NEW_ENOUGH) {
    it(`says that no editor listens, on Node ${version}`, () => {
      assert.deepEqual(run(version, '--socket=1'), {
        status: 1,
        stdout: '',
        stderr:
          'Aurelis cannot reach the editor at port 1 of 127.0.0.1: it has to listen there (ECONNREFUSED).',
      });
      assert.equal(run(version, '--pipe=/nowhere/at/all').status, 1);
    });
  }
});
