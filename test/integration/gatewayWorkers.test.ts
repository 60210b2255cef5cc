import { strict as assert } from 'node:assert';
import { waitFor } from '../../tools/waitFor.ts';
import { RunningGateway } from '../support/runningGateway.ts';

/** Each worker's channel is open for longer than it lives, as it is by chance where a machine is busy: Node lists it until then. */
const LISTED_DEAD =
  "import cluster from 'node:cluster'; if (cluster.isPrimary) cluster.Worker.prototype.isConnected = () => true;";
const ENVIRONMENT = {
  NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(LISTED_DEAD)}`,
};
const CONFIG = {
  endpoints: [{ id: 'a', provider: 'openai', url: 'http://127.0.0.1:1/v1', model: 'm' }],
  workers: { min: 2, max: 2 },
};

describe('workers of a gateway that Node lists after they have ended', function () {
  this.timeout(60_000);
  let gateway: RunningGateway;
  beforeEach(async () => {
    gateway = await RunningGateway.start(CONFIG, ENVIRONMENT);
  });
  afterEach(() => gateway.stop());

  it('keep it from ending no longer', async () => {
    assert.equal(await gateway.stop(), 0);
  });

  it('are replaced, and not counted', async () => {
    const workers = async () => {
      const text = await (await fetch(`${gateway.url}/metrics`)).text();
      return Number(/^aurelis_gateway_workers (\d+)$/m.exec(text)?.[1]);
    };
    await waitFor('both workers', async () => (await workers()) === 2, 20_000);
    const [killed = 0, ...others] = gateway.workers();
    process.kill(killed, 'SIGKILL');
    const isReplaced = () => {
      const now = gateway.workers();
      return now.length === 2 && !now.includes(killed) && now.some((pid) => !others.includes(pid));
    };
    await waitFor('another one', isReplaced, 20_000);
    await waitFor('its metrics', async () => (await workers()) === 2, 20_000);
  });
});
