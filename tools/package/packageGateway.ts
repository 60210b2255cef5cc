import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../root.ts';

const NAME = 'aurelis-gateway';
/** Where files of the repository are in the package. */
const SHIPPED: Readonly<Record<string, string>> = {
  'deploy/npm/README.md': 'README.md',
  LICENSE: 'LICENSE',
  'dist/gateway.js': 'dist/gateway.js',
  'dist/gateway.js.map': 'dist/gateway.js.map',
  'dist/gatewayCommands.js': 'dist/gatewayCommands.js',
  'dist/gatewayCommands.js.map': 'dist/gatewayCommands.js.map',
  'dist/gatewayWriter.js': 'dist/gatewayWriter.js',
  'dist/gatewayWriter.js.map': 'dist/gatewayWriter.js.map',
  'dist/gatewayNotices.txt': 'ThirdPartyNotices.txt',
  'dist/redisClient.js': 'dist/redisClient.js',
  'dist/redisClient.js.map': 'dist/redisClient.js.map',
  'docs/gateway.md': 'docs/gateway.md',
  'docs/gateway.schema.json': 'docs/gateway.schema.json',
  'docs/metrics.md': 'docs/metrics.md',
  'deploy/nginx': 'deploy/nginx',
  'deploy/prometheus': 'deploy/prometheus',
  'deploy/grafana': 'deploy/grafana',
};

/** A file of the package, as npm tells it. */
interface PackedFile {
  readonly path: string;
  readonly size: number;
}

/** The result of `npm pack`. */
interface PackedGateway {
  /** Of the tarball. */
  readonly file: string;
  readonly bytes: number;
  readonly files: readonly PackedFile[];
}

/** Packs what is built into the npm package behind `npx aurelis-gateway`, which has no dependencies. Throws what npm says. */
export function packageGateway(): PackedGateway {
  const folder = join(ROOT, 'artifacts');
  mkdirSync(folder, { recursive: true });
  const stage = mkdtempSync(join(tmpdir(), 'aurelis-stage-'));
  try {
    layOut(stage);
    return pack(stage, folder);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

function layOut(stage: string): void {
  for (const [from, to] of Object.entries(SHIPPED)) {
    cpSync(join(ROOT, from), join(stage, to), { recursive: true });
  }
  const manifest = manifestOf(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));
  writeFileSync(join(stage, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  for (const entry of readdirSync(stage, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) chmodSync(join(entry.parentPath, entry.name), 0o644);
  }
}

/** The addresses of repository and issues go with it where the repository has them. */
const manifestOf = ({ version, license, repository, bugs, homepage }: Record<string, unknown>) => ({
  name: NAME,
  version,
  description:
    'One OpenAI-compatible address in front of your model servers: keys, budgets, a cache, limits and routing.',
  license,
  repository,
  bugs,
  homepage,
  keywords: ['openai', 'gateway', 'proxy', 'llm', 'cache', 'ollama', 'rate limit'],
  type: 'module',
  bin: { [NAME]: 'dist/gateway.js' },
  engines: { node: '>=22.13' },
});

function pack(stage: string, folder: string): PackedGateway {
  const { status, stdout, stderr } = spawnSync(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--offline', '--pack-destination', folder],
    { cwd: stage, encoding: 'utf8', shell: process.platform === 'win32' },
  );
  if (status !== 0) throw new Error(`The package could not be made:\n${stdout}${stderr}`);
  // npm tells it as a list, newer ones by name.
  const told: Record<string, { filename: string; size: number; files: PackedFile[] }> =
    JSON.parse(stdout);
  const [packed] = Object.values(told);
  if (packed === undefined) throw new Error('npm has packed nothing');
  return { file: join(folder, packed.filename), bytes: packed.size, files: packed.files };
}
