import { endToEnd } from '../test/e2e/run.ts';
import { fastChecks } from './fastChecks.ts';
import { conclude, total } from './steps.ts';

/** `npm test`: every check, the end-to-end suites inside a real VS Code included. */
const fast = fastChecks();
conclude(total([...fast, ...(await endToEnd())]));
