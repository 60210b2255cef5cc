import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type {
  CommitMessageParams,
  CommitMessageResult,
} from '../../server/src/protocol/commitMessages.ts';
import { ROOT } from '../../tools/root.ts';
import { StdioServer } from '../../tools/servers/stdioServer.ts';
import { ScriptedUpstream } from '../support/scriptedUpstream.ts';

const INPUT_TOKENS = 3_000;
const HABITS = 'Begin every subject with a number of the tracker.';
/** Files that must not leave, by the word in each. */
const KEPT_BACK: Readonly<Record<string, string>> = {
  'src/aiIgnoredFile.ts': 'SeedAi',
  'internal/excludedFile.ts': 'SeedSetting',
  '.env.production': 'SeedDotenv',
  'deploy/id_ed25519_work': 'SeedKey',
  'config/secrets.yaml': 'SeedSecretName',
  'internal/renamedAway.ts': 'SeedRenamed',
};
const lines = (word: string, count = 30) =>
  Array.from({ length: count }, (_, index) => `export const ${word}${index} = ${index};\n`).join(
    '',
  );

describe('a commit of forty changes made by git', function () {
  this.timeout(120_000);
  let root: string;
  let project: string;
  let upstream: ScriptedUpstream;
  let server: StdioServer;
  let diff: string;

  const git = (...args: string[]): string =>
    execFileSync('git', args, {
      cwd: project,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'ignore'],
      env: {
        ...process.env,
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_AUTHOR_NAME: 'A',
        GIT_AUTHOR_EMAIL: 'a@example.com',
        GIT_COMMITTER_NAME: 'A',
        GIT_COMMITTER_EMAIL: 'a@example.com',
      },
    });
  const write = (path: string, content: string | Uint8Array) => {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), content);
  };

  /** A merge that is under way, its conflict resolved, with many other changes in the index. */
  function stage(): void {
    git('init', '-q', '-b', 'main');
    write('.aurelis/instructions.md', `${HABITS}\n`);
    write('.aiignore', 'aiIgnoredFile.ts\n');
    write('shared.ts', 'one\n');
    for (let index = 0; index < 6; index++) write(`src/old${index}.ts`, lines(`old${index}x`));
    for (let index = 0; index < 4; index++) write(`src/gone${index}.ts`, lines('gone'));
    write('tool.sh', '#!/bin/sh\n');
    for (const [path, word] of Object.entries(KEPT_BACK)) write(path, lines(word));
    git('add', '-A', '-f');
    git('commit', '-q', '-m', 'Begin');
    git('checkout', '-q', '-b', 'topic');
    write('shared.ts', 'topic\n');
    write('src/fromTopic.ts', lines('topic'));
    git('add', '-A');
    git('commit', '-q', '-m', 'Change the topic');
    git('checkout', '-q', 'main');
    write('shared.ts', 'main\n');
    git('commit', '-q', '-a', '-m', 'Change main');
    assert.throws(() => git('merge', '-q', 'topic'));
    write('shared.ts', 'both main and topic\n');
    for (let index = 0; index < 6; index++) {
      renameSync(join(project, `src/old${index}.ts`), join(project, `src/new${index}.ts`));
      if (index < 3) write(`src/new${index}.ts`, `${lines(`old${index}x`)}// And more.\n`);
    }
    for (let index = 0; index < 4; index++) rmSync(join(project, `src/gone${index}.ts`));
    for (let index = 0; index < 16; index++)
      write(`src/added${index}.ts`, lines(`added${index}x`, 5));
    write('src/großer Name "x".ts', lines('quoted', 2));
    write('package-lock.json', '{"lockfileVersion":3}\n'.repeat(40_000));
    write('yarn.lock', 'locked\n'.repeat(1_000));
    write('web/app.min.js', `var a=${'1+'.repeat(20_000)}1;\n`);
    write(
      'logo.png',
      Uint8Array.from({ length: 5_000 }, (_, index) => (index * 7_919) % 256),
    );
    write('data/large.txt', 'A line of a text of two megabytes.\n'.repeat(60_000));
    execFileSync('chmod', ['+x', join(project, 'tool.sh')]);
    for (const [path, word] of Object.entries(KEPT_BACK)) {
      if (path !== 'internal/renamedAway.ts') write(path, lines(`${word}Changed`));
    }
    renameSync(join(project, 'internal/renamedAway.ts'), join(project, 'src/renamedHere.ts'));
    renameSync(join(project, 'src/new5.ts'), join(project, 'internal/movedIn.ts'));
    git('add', '-A', '-f');
    diff = git('diff', '--cached');
  }

  before(() => {
    root = mkdtempSync(join(tmpdir(), 'aurelis-commit-'));
    project = join(root, 'project');
    mkdirSync(project);
    stage();
  });
  beforeEach(async () => {
    upstream = await new ScriptedUpstream(() => ({
      chunks: ['```\n#12 Merge ', 'the topic\n```'],
    })).start();
    const endpoint = {
      id: 's',
      provider: 'openai',
      url: upstream.url,
      model: 'm',
      limits: { inputTokens: INPUT_TOKENS },
    };
    server = await StdioServer.start({
      script: join(ROOT, 'server/src/app/main.ts'),
      folder: project,
      storagePath: join(root, 'storage'),
      settings: {
        endpoints: [endpoint],
        privacy: { exclude: ['internal/**'] },
        cache: { disk: { enable: false } },
      },
    });
  });
  afterEach(async () => {
    await server.stop();
    await upstream.stop();
  });
  after(() => rmSync(root, { recursive: true }));

  const ask = (changes: Partial<CommitMessageParams> = {}): Promise<CommitMessageResult> =>
    server.client.sendRequest('aurelis/commitMessage', {
      id: '1',
      folder: pathToFileURL(project).href,
      diff,
      branch: git('branch', '--show-current').trim(),
      subjects: git('log', '--no-merges', '--format=%s', '-10').trim().split('\n'),
      hint: MERGE,
      ...changes,
    });
  const MERGE = "Merge branch 'topic'\n\n# Conflicts:\n#\tshared.ts\n#\tinternal/excludedFile.ts\n";
  const prompt = (): { system: string; user: string } => {
    const [system, user] = upstream.received[0]?.body.messages ?? [];
    return { system: system.content, user: user.content };
  };

  it('is as large as it says', () => {
    assert.ok((diff.match(/^diff --git /gm)?.length ?? 0) >= 40);
    assert.ok(diff.length > 2_500_000);
    assert.match(diff, /^rename from src\/old/m);
    for (const word of Object.values(KEPT_BACK).slice(0, 5)) assert.ok(diff.includes(word), word);
  });

  it('gets the message that the model writes', async () => {
    assert.deepEqual(await ask(), { message: '#12 Merge the topic' });
  });

  it('is asked about under the project’s instructions', async () => {
    await ask();
    assert.ok(prompt().system.includes(HABITS));
    assert.match(
      prompt().user,
      /^Branch: main\n\nSubjects of the last commits, the newest first:\n- Change main\n- Begin\n/,
    );
    assert.match(prompt().user, /\nMerge branch 'topic'\n/);
  });

  it('fits into what the endpoint takes, with a line for every file', async () => {
    await ask();
    const { system, user } = prompt();
    // Of diffs a token holds some three characters.
    assert.ok((system.length + user.length) / 3 <= INPUT_TOKENS);
    const heads = user.match(/^=== .*$/gm) ?? [];
    assert.equal(
      heads.length,
      (diff.match(/^diff --git /gm)?.length ?? 0) - Object.keys(KEPT_BACK).length - 1,
    );
    for (const head of [
      /^=== package-lock\.json \(added, \+40000 -0, generated, lines not shown\)$/m,
      /^=== web\/app\.min\.js \(added, \+1 -0, generated, lines not shown\)$/m,
      /^=== logo\.png \(added, binary\)$/m,
      /^=== src\/new4\.ts \(renamed from src\/old4\.ts\)$/m,
      /^=== src\/new0\.ts \(renamed from src\/old0\.ts, \+1 -0\)\n@@/m,
      /^=== tool\.sh \(modified, mode 100755\)$/m,
      /^=== src\/großer Name "x"\.ts \(added, \+2 -0\)\n@@/m,
      /^=== data\/large\.txt \(added, \+60000 -0\)\n@@.*\n(?:\+A line.*\n)+\[… \d+ more lines not shown\]$/m,
      /^=== shared\.ts \(modified, \+1 -1\)\n@@.*\n-main\n\+both main and topic$/m,
    ]) {
      assert.match(user, head);
    }
  });

  it('is asked about without a byte of what is excluded', async () => {
    await ask();
    const text = upstream.received.map((received) => received.text).join();
    assert.ok(text.includes('added0x'));
    for (const [path, word] of Object.entries(KEPT_BACK)) {
      assert.ok(!text.includes(word), word);
      assert.ok(!text.includes(path.slice(path.lastIndexOf('/') + 1)), path);
    }
    for (const name of ['movedIn', 'renamedHere', 'old5']) assert.ok(!text.includes(name), name);
  });

  it('is answered from the cache the second time, and anew where that is wanted', async () => {
    assert.deepEqual(await ask(), await ask());
    assert.equal(upstream.received.length, 1);
    upstream.plan = () => ({ chunks: ['#12 Say it otherwise'] });
    assert.deepEqual(await ask({ isFresh: true }), { message: '#12 Say it otherwise' });
    assert.deepEqual(await ask(), { message: '#12 Say it otherwise' });
    assert.equal(upstream.received.length, 2);
  });

  it('of excluded files alone is not asked about', async () => {
    const own = git('diff', '--cached', '--', '.env.production', 'internal');
    const result = await ask({ diff: own });
    assert.match(
      'problem' in result ? result.problem : '',
      /all staged files are excluded, so nothing was sent/,
    );
    assert.equal(upstream.received.length, 0);
  });
});
