import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../tools/root.ts';
import { ScriptedUpstream } from '../support/scriptedUpstream.ts';

const TEXT = 'export function twice(count: number) {\n  return cout * 2;\n}\n';
const FIXED = TEXT.replace('cout', 'count');

describe('npm run act', function () {
  this.timeout(180_000);
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

  it('prints the change, or writes it', async () => {
    upstream.plan = () => ({ chunks: [`\`\`\`ts\n${FIXED}\`\`\``] });
    const how = ['fix', 'a.ts:2', '--message', "Cannot find name 'cout'"];
    const { status, stdout, stderr } = await act(...how);
    const diff = [
      ...['--- a.ts', '+++ a.ts', '@@ -1,3 +1,3 @@', ` ${TEXT.split('\n')[0]}`],
      ...['-  return cout * 2;', '+  return count * 2;', ' }', ''],
    ];
    assert.deepEqual([status, stdout], [0, diff.join('\n')], stderr);
    assert.match(stderr, /1 calls, [\d.]+ ms/);
    assert.equal(readFileSync(join(folder, 'a.ts'), 'utf8'), TEXT);
    assert.equal((await act(...how, '--write')).status, 0);
    assert.equal(readFileSync(join(folder, 'a.ts'), 'utf8'), FIXED);
  });

  it('keeps what another program has written meanwhile', async () => {
    const saved = `${TEXT}// saved by another program\n`;
    upstream.plan = () => {
      writeFileSync(join(folder, 'a.ts'), saved);
      return { chunks: [`\`\`\`ts\n${FIXED}\`\`\``] };
    };
    const { status, stdout, stderr } = await act('fix', 'a.ts:2', '--message', 'no', '--write');
    assert.match(stderr, /^a\.ts was changed meanwhile; nothing was written\. Try again\.$/m);
    assert.equal(status, 1);
    assert.match(stdout, /return count \* 2/);
    assert.equal(readFileSync(join(folder, 'a.ts'), 'utf8'), saved);
  });

  it('writes no file that is not UTF-8', async () => {
    const bytes = Buffer.from(`// caf\u00e9\n${TEXT}`, 'latin1');
    writeFileSync(join(folder, 'a.ts'), bytes);
    const { status, stderr } = await act('fix', 'a.ts:3', '--message', 'no', '--write');
    assert.deepEqual([status, stderr], [2, 'a.ts is not UTF-8; nothing was written.\n']);
    assert.deepEqual(readFileSync(join(folder, 'a.ts')), bytes);
  });

  it('keeps the mark at the beginning of a file, its line ends and its mode', async () => {
    const own = (text: string) => `\ufeff// two\r\n\r\n${text.replaceAll('\n', '\r\n')}`;
    writeFileSync(join(folder, 'a.ts'), own(TEXT), { mode: 0o755 });
    chmodSync(join(folder, 'a.ts'), 0o755);
    upstream.plan = () => ({ chunks: [`\`\`\`ts\n${FIXED}\`\`\``] });
    const { stderr } = await act('fix', 'a.ts:4', '--message', 'no', '--write');
    assert.equal(readFileSync(join(folder, 'a.ts'), 'utf8'), own(FIXED), stderr);
    assert.equal(statSync(join(folder, 'a.ts')).mode & 0o777, 0o755);
  });

  it('prints an explanation, and says what is wrong with its arguments', async () => {
    upstream.plan = () => ({ chunks: [''] });
    const empty = await act('explain', 'a.ts:1');
    assert.deepEqual([empty.status, empty.stdout], [1, ''], empty.stderr);
    writeFileSync(join(folder, 'a.ts'), TEXT.replace('twice', 'double'));
    upstream.plan = () => ({ chunks: ['It doubles\n\n- a number.\u001b[2J'] });
    const { status, stdout } = await act('explain', 'a.ts:2');
    assert.deepEqual([status, stdout], [0, 'It doubles\n\n- a number. [2J\n']);
    assert.match((await act('fix', 'a.ts:2')).stderr, /^fix needs --message\./);
    assert.match((await act('instruct', 'a.ts:2', '--words', ' ')).stderr, /^instruct needs --w/);
    assert.match((await act('explain')).stderr, /^Usage/);
    assert.match((await act('instruct', 'a.ts:2')).stderr, /^instruct needs --words/);
    assert.match((await act('explain', 'a.ts:90')).stderr, /a\.ts has 4 lines/);
    assert.match((await act('explain', 'a.ts:0')).stderr, /^Lines count from 1\.$/m);
    assert.match((await act('explain', 'a.ts:3-2')).stderr, /reversed: write a\.ts:2-3/);
    const unknown = await act('sing', 'a.ts:2');
    assert.equal(unknown.status, 2);
    assert.match(unknown.stderr, /sing is not offered there\. Offered are .*explain/);
  });

  it('writes tests into a file of their own, over none that is there', async () => {
    const tests = "it('doubles', () => twice(1));\n";
    upstream.plan = () => ({ chunks: [`\`\`\`ts\n${tests}\`\`\``] });
    const first = await act('tests', 'a.ts:1', '--write');
    assert.deepEqual([first.status, first.stdout], [0, ''], first.stderr);
    assert.match(first.stderr, /^a\.test\.ts is written\.$/m);
    writeFileSync(join(folder, 'a.test.ts'), 'mine');
    const second = await act('tests', 'a.ts:1', '--write');
    assert.equal(second.status, 1);
    assert.match(second.stdout, /doubles/);
    assert.match(second.stderr, /^a\.test\.ts exists already; the tests are printed above/m);
    assert.equal(readFileSync(join(folder, 'a.test.ts'), 'utf8'), 'mine');
  });

  it('says why nothing is offered: an excluded file, no text, no code', async () => {
    writeFileSync(join(folder, '.env'), 'NAME=value\n');
    assert.match(
      (await act('explain', '.env:1')).stderr,
      /there\. Files of this name usually hold/,
    );
    writeFileSync(join(folder, 'b.ts'), 'a\0\0\0b\n');
    assert.match(
      (await act('explain', 'b.ts:1')).stderr,
      /there\. The file holds bytes that are no/,
    );
    writeFileSync(join(folder, 'c.ts'), '\n');
    assert.match(
      (await act('explain', 'c.ts:1')).stderr,
      /there\. There is no code on these lines/,
    );
  });

  it('says that it is off, or has no model, where nothing is offered', async () => {
    writeFileSync(join(folder, 'settings.json'), '{"enable": false}');
    assert.match(
      (await act('explain', 'a.ts:1')).stderr,
      /there\. The setting aurelis\.enable is of/,
    );
    writeFileSync(join(folder, 'settings.json'), '{"sing": 1}');
    const { stderr } = await act('explain', 'a.ts:1');
    assert.match(stderr, /^aurelis\.sing is not known; it is ignored\.\n.*No model for actions is/);
  });

  it('finds an action of the user by its title, and lists it by that', async () => {
    const endpoint = { id: 'scripted', provider: 'openai', url: upstream.url, model: 'm' };
    const custom = [{ title: 'Mend names', instruction: 'Mend the names.' }];
    const settings = { endpoints: [endpoint], 'actions.custom': custom };
    writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings));
    upstream.plan = () => ({ chunks: [`\`\`\`ts\n${FIXED}\`\`\``] });
    assert.match((await act('Mend names', 'a.ts:2')).stdout, /^\+ {2}return count/m);
    assert.match((await act('sing', 'a.ts:2')).stderr, /“Mend names”/);
  });

  it('names no command of an editor where the key is refused', async () => {
    upstream.plan = () => ({ status: 401 });
    const { stderr } = await act('explain', 'a.ts:2');
    assert.match(stderr, /apiKeyEnv/);
    assert.doesNotMatch(stderr, /Set API Key/);
  });
});
