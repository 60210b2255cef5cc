import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../tools/root.ts';
import { ScriptedUpstream } from '../support/scriptedUpstream.ts';

const TEXT = 'export function twice(count: number) {\n  return cout * 2;\n}\n';
const FIXED = TEXT.replace('cout', 'count');

describe('npm run act', function () {
  this.timeout(60_000);
  let folder: string;
  let upstream: ScriptedUpstream;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'aurelis-'));
    upstream = await new ScriptedUpstream().start();
    writeFileSync(join(folder, 'a.ts'), TEXT);
    const endpoint = { id: 'scripted', provider: 'openai', url: upstream.url, model: 'm' };
    writeFileSync(join(folder, 'settings.json'), JSON.stringify({ endpoints: [endpoint] }));
  });
  afterEach(async () => {
    await upstream.stop();
    rmSync(folder, { recursive: true });
  });

  const act = async (...args: string[]) => {
    const script = join(ROOT, 'scripts/act.ts');
    const child = spawn(process.execPath, [script, ...args, '--settings', 'settings.json'], {
      cwd: folder,
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (part) => (stdout += part));
    child.stderr.on('data', (part) => (stderr += part));
    const [status] = await once(child, 'close');
    return { status, stdout, stderr };
  };

  it('prints the file as it would be, or writes it', async () => {
    upstream.plan = () => ({ chunks: [`\`\`\`ts\n${FIXED}\`\`\``] });
    const how = ['fix', 'a.ts:2', '--message', "Cannot find name 'cout'"];
    const { status, stdout, stderr } = await act(...how);
    assert.deepEqual([status, stdout], [0, `${FIXED}\n`], stderr);
    assert.match(stderr, /1 calls, [\d.]+ ms/);
    assert.equal(readFileSync(join(folder, 'a.ts'), 'utf8'), TEXT);
    assert.equal((await act(...how, '--write')).status, 0);
    assert.equal(readFileSync(join(folder, 'a.ts'), 'utf8'), FIXED);
  });

  it('prints an explanation, and says what is wrong with its arguments', async () => {
    upstream.plan = () => ({ chunks: ['It doubles a number.'] });
    const { status, stdout } = await act('explain', 'a.ts:2');
    assert.deepEqual([status, stdout], [0, 'It doubles a number.\n']);
    assert.match((await act('explain')).stderr, /^Usage/);
    assert.match((await act('instruct', 'a.ts:2')).stderr, /^instruct needs --words/);
    assert.match((await act('explain', 'a.ts:90')).stderr, /a\.ts has 4 lines/);
    const unknown = await act('sing', 'a.ts:2');
    assert.equal(unknown.status, 2);
    assert.match(unknown.stderr, /sing is not offered there\. Offered are .*explain/);
  });
});
