import { bundle } from '../tools/bundle.ts';
import { conclude, mocha } from '../tools/steps.ts';

/** `npm run pictures`: takes the pictures of README and walkthrough anew, in the real editor, into `media/pictures`. */
bundle();
conclude(mocha('--config', 'test/e2e/pictures/.mocharc.json'));
