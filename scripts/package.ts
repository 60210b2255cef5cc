import { relative } from 'node:path';
import { bundle } from './bundle.ts';
import { packageExtension } from './packageExtension.ts';
import { ROOT } from './root.ts';

/** `npm run package`: builds the one universal `.vsix`. */
bundle();
console.log(relative(ROOT, packageExtension()));
