import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from '../tools/bundle.ts';
import { ROOT } from '../tools/root.ts';

/** `npm run build`: bundles the extension into `dist/`, and says what is there. */
bundle();
for (const name of readdirSync(join(ROOT, 'dist')).sort()) {
  const kilobytes = Math.ceil(statSync(join(ROOT, 'dist', name)).size / 1000);
  console.log(`${`${kilobytes} KB`.padStart(8)}  dist/${name}`);
}
