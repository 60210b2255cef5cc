import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { bundle } from '../tools/bundle.ts';
import { ROOT } from '../tools/root.ts';

/** `npm run gateway -- --config FILE`: the engine behind an OpenAI-compatible address; `check FILE`, `key`, `--help`. */
bundle();
const gateway = spawn(process.execPath, [join(ROOT, 'dist/gateway.js'), ...process.argv.slice(2)], {
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR2'] as const) {
  process.on(signal, () => gateway.kill(signal));
}
gateway.once('exit', (code) => process.exit(code ?? 1));
