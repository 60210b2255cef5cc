import { parseArgs } from 'node:util';
import { endToEnd } from '../test/e2e/run.ts';
import { EDITOR_VARIABLE } from '../test/e2e/testEditor.ts';
import { fastChecks } from './fastChecks.ts';
import { conclude, total } from './steps.ts';

/**
 * `npm test`: every check, the end-to-end suites inside a real VS Code included. `--editor=VERSION` runs those on another version
 * of code-server.
 */
const { values } = parseArgs({ options: { editor: { type: 'string' } } });
if (values.editor !== undefined) process.env[EDITOR_VARIABLE] = values.editor;
const fast = fastChecks();
conclude(total([...fast, ...(await endToEnd())]));
