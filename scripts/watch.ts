import { bundle } from '../tools/bundle.ts';

/** `npm run watch`: bundles the extension into `dist/`, easy to debug, and again after every change. */
bundle('--watch');
