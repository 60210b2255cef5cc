import { endToEnd } from '../test/e2e/run.ts';
import { EDITOR_VARIABLE } from '../test/e2e/testEditor.ts';
import { offerClients } from '../tools/machine/systemPackages.ts';
import { parseOptions } from '../tools/options.ts';
import { conclude, mocha, total } from '../tools/steps.ts';
import { fastChecks } from './fastChecks.ts';

/**
 * `npm test`: every check, those inside real editors included. `--editor=VERSION` runs those on another version
 * of code-server.
 */
const options = { editor: { type: 'string' } } as const;
const { values } = parseOptions('Usage: npm test [-- --editor=VERSION]', { options });
if (values.editor !== undefined) process.env[EDITOR_VARIABLE] = values.editor;
const fast = fastChecks();
offerClients();
const clients = mocha('--config', 'test/clients/.mocharc.json');
const gateway = mocha('--config', 'test/gateway/.mocharc.json');
conclude(total([...fast, clients, gateway, ...(await endToEnd())]));
