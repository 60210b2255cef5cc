import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Fields that git tells of a path: the file, line and pattern that decide, and the path. */
const FIELDS = 4;

/** A repository, and the installed git that says what its ignore files mean. */
export class GitIgnore {
  readonly folder = mkdtempSync(join(tmpdir(), 'aurelis-ignore-'));
  readonly #git: ChildProcessWithoutNullStreams;
  readonly #waiting: ((pattern: string) => void)[] = [];
  #rest = '';

  constructor() {
    const env = {
      ...process.env,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      XDG_CONFIG_HOME: this.folder,
    };
    execFileSync('git', ['init', '-q', this.folder], { env });
    const args = ['check-ignore', '--stdin', '-z', '-v', '-n', '--no-index'];
    this.#git = spawn('git', ['-C', this.folder, ...args], { env });
    this.#git.stdout.setEncoding('utf8').on('data', (text: string) => this.#read(text));
  }

  write(path: string, text: string): void {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** True if git ignores a path, which need not be there. */
  async ignores(path: string): Promise<boolean> {
    const pattern = await new Promise<string>((resolve) => {
      this.#waiting.push(resolve);
      this.#git.stdin.write(`${path}\0`);
    });
    return pattern !== '' && !pattern.startsWith('!');
  }

  remove(path: string): void {
    rmSync(join(this.folder, path), { recursive: true, force: true });
  }

  close(): void {
    this.#git.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #read(text: string): void {
    const fields = (this.#rest + text).split('\0');
    while (fields.length > FIELDS) {
      const [, , pattern = ''] = fields.splice(0, FIELDS);
      this.#waiting.shift()?.(pattern);
    }
    this.#rest = fields.join('\0');
  }
}
