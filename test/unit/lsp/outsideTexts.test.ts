import { strict as assert } from 'node:assert';
import type { ActionOffer } from '../../../server/src/actions/offers.ts';
import { EventHub } from '../../../server/src/base/eventHub.ts';
import { EndpointError } from '../../../server/src/domain/endpointError.ts';
import { toCodeAction } from '../../../server/src/lsp/codeActions.ts';
import { decisionLine } from '../../../server/src/lsp/decisionTexts.ts';
import { AnswerError } from '../../../server/src/lsp/door/answerError.ts';
import { Door } from '../../../server/src/lsp/door/door.ts';
import { EndpointNotices } from '../../../server/src/lsp/endpointNotices.ts';
import { LocalServers } from '../../../server/src/lsp/localServers.ts';
import { plainAddresses } from '../../../server/src/lsp/plainAddresses.ts';
import { serverLog } from '../../../server/src/lsp/serverLog.ts';
import type { MetricsEvent } from '../../../server/src/metrics/collect/recorder.ts';
import { harmless } from '../../../server/src/protocol/plainText.ts';
import { parseSettings } from '../../../server/src/settings/settings.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { HOSTILE_TEXTS } from '../../../tools/testing/hostileTexts.ts';
import { askingAll } from '../../support/askingAll.ts';
import { activeIn } from '../../support/markup.ts';
import { memoryPair } from '../../support/memoryPair.ts';

/** All that a client is told when names from outside are this. */
async function toldOf(name: string): Promise<string[]> {
  const pair = memoryPair();
  const client = askingAll(pair.server);
  const events = new EventHub<MetricsEvent>();
  new EndpointNotices(pair.server, client, new FakeClock()).listenTo(events);
  for (const error of ['unauthorized', 'retired', 'untrusted', 'oldTls'] as const) {
    events.emit({ kind: 'failed', endpointId: `${error} ${name}`, model: name, error });
  }
  const endpoint = { id: name, provider: name, url: 'http://127.0.0.1:1', model: name };
  const asked = { has: () => false, add: () => undefined } as never;
  await new LocalServers(
    pair.server,
    client,
    async () => [{ label: name, endpoint }],
    asked,
  ).look();
  const door = new Door(pair.server, () => `Unexpected ${name}\n    at ${name}`);
  door.ignored(name, new AnswerError(-32602, name).message);
  door.failed(new Error(name));
  serverLog(pair.server).trace(
    decisionLine({
      at: 0,
      position: { line: 0, character: 0 },
      decision: { kind: 'show', from: 'upstream', model: name },
    }),
  );
  await pair.heard();
  const sent = [...pair.messages(), ...pair.log()].flatMap((text) => text.split('\n'));
  pair.close();
  return sent;
}

/** Titles in menus, and sentences that are said harmless where they are told. */
function wordsOf(name: string): string[] {
  const offer: ActionOffer = {
    actionId: 'fix',
    title: name,
    kind: 'quickfix',
    uri: 'file:///a.ts',
    version: 1,
    diagnostic: { line: 0, message: name, source: name },
  };
  const params = {
    textDocument: { uri: offer.uri },
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
    context: { diagnostics: [] },
  };
  const support = {
    hasLiterals: true,
    resolves: true,
    hasVersionedEdits: true,
    hasPreview: true,
    createsFiles: true,
  };
  const { title } = toCodeAction(offer, params, support);
  const wrong = {
    [name]: 1,
    completion: { debounceMs: name, [name]: name },
    endpoints: [{ id: name }],
  };
  const { problems, settings } = parseSettings(wrong);
  return [
    title,
    ...problems.map((problem) => harmless(problem)),
    ...plainAddresses(settings).map((text) => harmless(text)),
    harmless(new EndpointError(name, 'server').message),
  ];
}

describe('a text from outside, in all that a client is told', () => {
  for (const name of HOSTILE_TEXTS) {
    it(`is text: ${JSON.stringify(name)}`, async () => {
      const told = await toldOf(name);
      assert.ok(told.length >= 9, String(told.length));
      for (const text of [...told, ...wordsOf(name)]) assert.deepEqual(activeIn(text), [], text);
    });
  }
});
