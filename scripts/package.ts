import { relative } from 'node:path';
import { build, ROOT } from './build.ts';
import { packageExtension } from './packageExtension.ts';

/** `npm run package`: builds the one universal `.vsix`. */
build();
console.log(relative(ROOT, packageExtension()));
