import { conclude, total } from '../tools/steps.ts';
import { fastChecks } from './fastChecks.ts';

/** `npm run check`: the fast half of `npm test`. */
conclude(total(fastChecks()));
