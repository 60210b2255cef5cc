import { strict as assert } from 'node:assert';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { statusView } from '../../client/src/statusView.ts';
import { bodyContent } from '../../media/panelContent.ts';
import { systemClock } from '../../server/src/base/clock.ts';
import type { Announcement } from '../../server/src/domain/announcement.ts';
import { callerLimitsOf } from '../../server/src/domain/callerLimit.ts';
import { DescribedServers } from '../../server/src/engine/describedServers.ts';
import { reportText } from '../../server/src/metrics/export/reportText.ts';
import { Metrics } from '../../server/src/metrics/metrics.ts';
import { announcementIn } from '../../server/src/providers/announced.ts';
import { parseSettings } from '../../server/src/settings/settings.ts';
import { HttpClient } from '../../server/src/upstream/transport/httpClient.ts';
import { FakeClock } from '../../tools/testing/fakeClock.ts';
import { HOSTILE_TEXTS } from '../../tools/testing/hostileTexts.ts';
import { anEndpoint } from '../../tools/testing/requests.ts';
import { aLiveState, anEndpointState, aSnapshot } from '../../tools/testing/snapshots.ts';
import { anyText } from './texts.ts';

/** The most characters that all words of a gateway may take on one surface. */
const MOST_SHOWN = 6_000;
/** Nothing that a gateway says may turn the direction of writing or be unseen; in Markdown it may not lead anywhere, or run anything. */
const UNSEEN = /[\p{Cc}\u202a-\u202e\u2066-\u2069\u200b]/u;
const HARM = /\]\(|https?:\/\/|\bwww\.\w|<[a-z]|\$\(/;

const anyNumber = fc.oneof(
  fc.constantFrom(-1, 0, 1e9, 1e300, Number.MAX_SAFE_INTEGER, 0.1, 7),
  fc.double(),
  fc.string(),
);
const anyModel = fc.record({
  id: fc.oneof(anyText, fc.constantFrom(...HOSTILE_TEXTS), fc.constantFrom('a', 'b/c:1')),
  aurelis: fc.record({
    limits: fc.record({ inputTokens: anyNumber, outputTokens: anyNumber }),
    fills: fc.oneof(fc.boolean(), anyText),
    chats: fc.boolean(),
  }),
});
const anyLimit = fc.record({
  of: fc.constantFrom('requests', 'tokens', 'money', '$(zap)'),
  per: fc.constantFrom('minute', 'day', 'month', '<b>'),
  limit: anyNumber,
  remaining: anyNumber,
});
const anyList = fc.record({
  data: fc.array(fc.oneof(anyModel, fc.jsonValue()), { maxLength: 40 }),
  aurelis: fc.oneof(fc.record({ limits: fc.array(anyLimit) }), fc.jsonValue()),
});

/** All that is shown of a gateway: of the panel, the hover and the report, less what stands there anyway. */
function shownOf(announced: Announcement): { readonly cells: string; readonly markdown: string } {
  const endpoints = [anEndpointState({ announced })];
  const snapshot = aSnapshot([], { endpoints });
  const tables = bodyContent(snapshot).filter(({ title }) =>
    /^(?:Gateways|Endpoints)$/.test(title),
  );
  const { tooltip } = statusView('running', snapshot);
  const line = tooltip.split('\n').find((each) => each.includes('Gateway first')) ?? '';
  const metrics = new Metrics({
    clock: new FakeClock(),
    live: () => aLiveState({ endpoints }),
    settings: () => parseSettings({}).settings,
    onChanged: () => undefined,
  });
  const report = reportText(metrics.report('1h').report);
  metrics.dispose();
  const part = /## Gateways\n([\s\S]*?)(?=\n## |$)/.exec(report)?.[1] ?? '';
  const cells = tables.flatMap((each) => (each.kind === 'table' ? each.rows.flat() : []));
  const markdown = [line.replace('$(server)', ''), part.replaceAll('\n', ' ')].join(' ');
  return { cells: cells.join(' '), markdown };
}

describe('a gateway that announces whatever it likes', () => {
  it('is shown in few words that do no harm', () => {
    fc.assert(
      fc.property(anyList, (list) => {
        const announced = announcementIn(list, 'default');
        assert.ok(announced);
        const { cells, markdown } = shownOf(announced);
        const text = cells + markdown;
        assert.ok(text.length < MOST_SHOWN, String(text.length));
        assert.doesNotMatch(text, UNSEEN);
        assert.doesNotMatch(markdown, HARM);
        assert.doesNotMatch(cells, /NaN|Infinity|undefined| -\d/);
      }),
      { numRuns: 60 },
    );
  });

  it('is shown in few words, however long its names are', () => {
    const data = Array.from({ length: 9_000 }, (_, at) => ({ id: `${'m'.repeat(190)}${at}` }));
    const announced = announcementIn({ data }, 'default');
    assert.equal(announced?.moreModels, 8_980);
    const { cells, markdown } = shownOf(announced);
    assert.ok(cells.length + markdown.length < MOST_SHOWN);
  });

  it('is not believed in headers of any length', () => {
    const limit = 'requests/minute=1/2, ';
    assert.equal(callerLimitsOf(limit.repeat(1_000_000)).length, 1);
    assert.deepEqual(callerLimitsOf('9'.repeat(10_000_000)), []);
  });

  const bodies: Readonly<Record<string, () => Iterable<string>>> = {
    'a list of ten megabytes': () => [`{"data":[${'{"id":"m"},'.repeat(1_000_000)}{}]}`],
    'a list without an end': function* () {
      yield '{"data":[';
      for (let at = 0; at < 3_000; at++) yield '{"id":"m"},'.repeat(1_000);
    },
    'brackets in brackets': () => ['['.repeat(900_000)],
    'a page': () => ['<html>'],
  };
  for (const [name, body] of Object.entries(bodies)) {
    it(`changes nothing by ${name}`, async () => {
      let sent = 0;
      const server = createServer((_, response) => {
        const pieces = body()[Symbol.iterator]();
        const next = (): void => {
          const piece = pieces.next();
          if (piece.done === true || response.destroyed) response.end();
          else {
            sent += piece.value.length;
            response.write(piece.value, next);
          }
        };
        next();
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const client = new HttpClient(systemClock);
      const announced: Announcement[] = [];
      const servers = new DescribedServers(
        {
          call: client.call,
          clock: systemClock,
          credential: async () => undefined,
          mayCarryKey: () => true,
          onAnnounced: (_, told) => announced.push(told),
        },
        () => assert.fail('nothing is known'),
      );
      const { port } = server.address() as AddressInfo;
      const endpoint = anEndpoint({ provider: 'aurelis', url: `http://127.0.0.1:${port}/v1` });
      await servers.ask([endpoint]);
      assert.deepEqual(announced, []);
      assert.equal(servers.known(endpoint), endpoint);
      assert.ok(sent < 33_000_000, String(sent));
      client.dispose();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
  }
});
