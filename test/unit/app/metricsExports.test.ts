import { strict as assert } from 'node:assert';
import { MetricsExports } from '../../../server/src/app/metricsExports.ts';
import { EventHub } from '../../../server/src/base/eventHub.ts';
import type { MetricsEvent } from '../../../server/src/metrics/collect/recorder.ts';
import { parseSettings } from '../../../server/src/settings/settings.ts';
import { freePort, isListening } from '../../../tools/servers/realServers.ts';
import { FakeClock, settled } from '../../../tools/testing/fakeClock.ts';
import { Collector } from '../../support/collector.ts';

const usage = { inputTokens: 1, outputTokens: 1 };

describe('metrics for others than the editor', () => {
  let collector: Collector;
  let events: EventHub<MetricsEvent>;
  let exports: MetricsExports;
  /** How many listen to the events now. */
  let listeners: number;
  beforeEach(async () => {
    collector = await new Collector().start();
    events = new EventHub();
    listeners = 0;
    const onAny = events.onAny.bind(events);
    events.onAny = (observer) => {
      const listening = onAny(observer);
      listeners++;
      return {
        dispose() {
          listeners--;
          listening.dispose();
        },
      };
    };
    exports = new MetricsExports({
      version: '1.2.3',
      events,
      clock: new FakeClock(),
      call: () => Promise.reject(new Error('not to be called')),
      expose: () => '',
      onTrouble: () => undefined,
    });
  });
  afterEach(async () => {
    exports.dispose();
    await collector.stop();
  });

  const apply = async (metrics: object) => {
    exports.apply(parseSettings({ metrics }).settings);
    await import('../../../server/src/metrics/export/otlp.ts');
    await settled();
  };
  const answer = () =>
    events.emit({ kind: 'answered', endpointId: 'first', model: 'm', ms: 1, usage });
  const counted = async () => (await collector.next())[0]?.histogram.dataPoints[0]?.count;

  it('go to nobody unless the settings say so', async () => {
    await apply({});
    assert.equal(listeners, 0);
  });

  it('go to a collector, as one export for as long as its address is the same', async () => {
    const { url } = collector;
    await apply({ otlpUrl: url });
    answer();
    await apply({ otlpUrl: url });
    answer();
    exports.dispose();
    assert.equal(await counted(), 2);
    assert.deepEqual([listeners, collector.exports.length], [0, 1]);
  });

  it('end at the old collector when the address changes, with what was counted for it', async () => {
    const other = await new Collector().start();
    await apply({ otlpUrl: collector.url });
    answer();
    await apply({ otlpUrl: other.url });
    assert.equal(await counted(), 1);
    answer();
    answer();
    await apply({ otlpUrl: '' });
    assert.equal((await other.next())[0]?.histogram.dataPoints[0]?.count, 2);
    await other.stop();
  });

  it('go to no collector whose address has changed before the export was loaded', async () => {
    exports.apply(parseSettings({ metrics: { otlpUrl: collector.url } }).settings);
    await apply({ otlpUrl: '' });
    assert.equal(listeners, 0);
  });

  it('are served to Prometheus on the port of the settings, until the end', async () => {
    const port = await freePort();
    await apply({ prometheusPort: port });
    assert.equal(await isListening(port), true);
    exports.dispose();
    await settled();
    assert.equal(await isListening(port), false);
  });
});
