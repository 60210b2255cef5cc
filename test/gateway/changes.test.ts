import { strict as assert } from 'node:assert';
import { childrenOf } from '../../tools/machine/childProcesses.ts';
import { freePort, isListening } from '../../tools/servers/realServers.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { hashOf } from '../support/gatewayConfigs.ts';
import { CHAT } from './clients/program.ts';
import { GatewayProcess } from './ground/gatewayProcess.ts';
import { asked, read } from './ground/plainRequest.ts';

const ENDPOINT = { id: 'main', provider: 'openai', url: 'http://127.0.0.1:9/v1', model: CHAT };
const KEYS = [{ name: 'ann', hash: hashOf('ak-ann') }];
const HOLDS = /The new configuration holds\./;

describe('a gateway whose configuration changes', function () {
  this.timeout(60_000);
  let gateway: GatewayProcess;
  afterEach(() => gateway?.stop());

  const begun = async (config: object) => {
    const all = { endpoints: [ENDPOINT], workers: { min: 2, max: 2 }, ...config };
    gateway = await GatewayProcess.begin(all, {});
    return all;
  };
  const tells = (what: RegExp) => waitFor(`${what}`, () => what.test(gateway.told), 20_000);

  const workers = () => childrenOf(gateway.pid);

  it('keeps listening where it listens, with workers that come later, too', async () => {
    const [port, next] = [await freePort(), await freePort()];
    const config = await begun({ listen: `127.0.0.1:${port}` });
    gateway.change({ ...config, listen: `127.0.0.1:${next}` });
    await tells(HOLDS);
    assert.match(gateway.told, /A new address in “listen” holds after a restart/);
    const before = workers();
    process.kill(gateway.pid, 'SIGUSR2');
    const areNew = () => workers().length === 2 && !workers().some((each) => before.includes(each));
    await waitFor('new workers', areNew, 20_000);
    assert.equal(await isListening(next), false);
    gateway.change(config);
    await waitFor('the address from before', () => gateway.told.match(/holds\./g)?.length === 2);
    assert.equal(gateway.told.match(/A new address/g)?.length, 1);
  });

  it('does not go on without keys where other machines reach it', async () => {
    const port = await freePort();
    const config = await begun({ listen: `0.0.0.0:${port}`, keys: KEYS });
    gateway.change({ ...config, keys: [], listen: `127.0.0.1:${port}` });
    await tells(/keys: other machines would get in without one/);
    await tells(/The new configuration is not used/);
    const { status } = await asked(gateway.url, 'ak-nobody', { content: 'Hello' });
    assert.equal(status, 401);
  });

  it('tells once what is wrong with a model server, though all processes notice', async () => {
    const url = `http://127.0.0.1:${await freePort()}/v1`;
    await begun({ endpoints: [{ ...ENDPOINT, url }] });
    await Promise.all(
      Array.from({ length: 20 }, async (_, at) =>
        read(await asked(gateway.url, '', { content: `Hello ${at}` })),
      ),
    );
    await tells(/Endpoint “main”, model “[^”]+”: it cannot be reached/);
    assert.equal(gateway.told.match(/cannot be reached/g)?.length, 1);
  });
});
