import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ScriptedUpstream } from '../support/scriptedUpstream.ts';

/** A file with a problem that no tool has told the editor of. */
const TEXT = 'function twice(value) {\n  return valu * 2;\n}\n';
const ANSWER = '```js\nfunction twice(value) {\n  return value * 2;\n}\n```';
/** How an editor is started on a file. */
export type EditorCommand = (file: string) => readonly [command: string, ...args: string[]];

interface Scene {
  /** The file when the editor has ended. */
  readonly text: string;
  /** Warnings and errors that the user saw. */
  readonly told: readonly string[];
  /** Requests that reached the model. */
  readonly questions: number;
}

/** Longest run of an editor, its start included; machines of CI are slow. */
const MAX_EDITOR_MS = 90_000;

/** Runs an editor by its script in `editors/`, over a file of its own and a server of the package. Throws where it does not end well. */
export async function play(server: string, commandOf: EditorCommand): Promise<Scene> {
  const folder = mkdtempSync(join(tmpdir(), 'aurelis-client-'));
  const upstream = await new ScriptedUpstream(() => ({ chunks: [ANSWER] })).start();
  try {
    const file = join(folder, 'twice.js');
    const result = join(folder, 'result.json');
    writeFileSync(file, TEXT);
    const endpoint = { id: 'scripted', provider: 'openai', url: upstream.url, model: 'm' };
    const options = {
      storagePath: join(folder, 'storage'),
      settings: { endpoints: [endpoint] },
    };
    const [command, ...args] = commandOf(file);
    const child = spawn(command, args, {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: MAX_EDITOR_MS,
      env: {
        ...process.env,
        HOME: folder,
        XDG_CONFIG_HOME: folder,
        TERM: 'dumb',
        AURELIS_NODE: process.execPath,
        AURELIS_SERVER: server,
        AURELIS_OPTIONS: JSON.stringify(options),
        AURELIS_EXPECTED: 'return value * 2;',
        AURELIS_RESULT: result,
      },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (part) => {
        output += part;
      });
    }
    const [code] = await once(child, 'close');
    assert.equal(code, 0, `${command} ended with ${code}:\n${output}`);
    // Emacs without a window shows its warnings so, each with the package that it is from.
    const warned = output.match(/^(?:Warning|Error) \(.*/gm) ?? [];
    return {
      text: readFileSync(file, 'utf8'),
      told: [...JSON.parse(readFileSync(result, 'utf8')), ...warned],
      questions: upstream.received.length,
    };
  } finally {
    await upstream.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
