import { fastChecks } from './fastChecks.ts';
import { conclude, total } from './steps.ts';

/** `npm run check`: the fast half of `npm test`. */
conclude(total(fastChecks()));
