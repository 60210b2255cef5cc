import { deepEqual, equal } from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventHub } from '../../../server/src/base/eventHub.ts';
import type { HttpCall } from '../../../server/src/base/httpCall.ts';
import { DocumentStore } from '../../../server/src/documents/documentStore.ts';
import { EngineHost } from '../../../server/src/engine/engineHost.ts';
import { parseSettings } from '../../../server/src/settings/settings.ts';
import { emptyWorkspace } from '../../../tools/testing/emptyWorkspace.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

const URI = 'file:///project/a.ts';
const ENDPOINTS = [{ id: 'cold', provider: 'llamacpp', url: 'http://127.0.0.1:8080' }];

describe('a local model that is not loaded', () => {
  const folder = mkdtempSync(join(tmpdir(), 'aurelis-preload-'));
  after(() => rmSync(folder, { recursive: true }));
  const configOf = (settings: object) => ({
    isTrusted: true,
    settings: parseSettings({ endpoints: ENDPOINTS, 'cache.disk.enable': false, ...settings })
      .settings,
    secrets: { own: 'own' },
  });

  it('is loaded when a document opens that may be sent, while completions are on', async () => {
    const clock = new FakeClock();
    const documents = new DocumentStore();
    const paths: string[] = [];
    let status = 503;
    const call: HttpCall = async ({ url }) => {
      paths.push(new URL(url).pathname);
      async function* body() {
        yield Buffer.from('{}');
      }
      return { status, headers: {}, body: body() };
    };
    documents.open('file:///project/c.ts', 'typescript', 1, '');
    const off = configOf({ 'completion.enable': false });
    const host = new EngineHost(
      {
        process: {
          clock,
          newId: () => 'id',
          random: () => 0.5,
          storagePath: folder,
          usage: () => ({ cpu: 0, memory: 0, residentBytes: 1 }),
        },
        network: {
          call,
          warm: () => undefined,
          reach: async () => true,
          credential: async () => undefined,
          identity: () => 'me',
          mayCarryKey: () => true,
        },
        workspace: emptyWorkspace(documents),
        listeners: {
          events: new EventHub(),
          onDecision: () => undefined,
          onChanged: () => undefined,
        },
      },
      off,
    );
    documents.open(URI, 'typescript', 1, '');
    host.apply(configOf({ 'completion.languages': { typescript: false } }));
    documents.open(URI, 'typescript', 2, '');
    host.apply(configOf({}));
    documents.open('file:///project/.env', 'dotenv', 1, '');
    await clock.pass(1_000);
    deepEqual(paths, []);
    documents.open(URI, 'typescript', 3, '');
    await clock.pass(5_000);
    const asked = (path: string) => paths.filter((each) => each === path).length;
    equal(asked('/props'), 1);
    equal(asked('/v1/models') > 5, true);
    status = 200;
    await clock.pass(500);
    // It is asked once more what it is.
    equal(asked('/props'), 2);
    const models = asked('/v1/models');
    documents.open('file:///project/b.ts', 'typescript', 1, '');
    await clock.pass(5_000);
    equal(asked('/v1/models'), models);
    host.dispose();
  });

  it('is not looked at while its endpoint is paused, and loaded once that is resumed', async () => {
    const clock = new FakeClock();
    const documents = new DocumentStore();
    const asked: string[] = [];
    const host = new EngineHost(
      {
        process: {
          clock,
          newId: () => 'id',
          random: () => 0.5,
          storagePath: folder,
          usage: () => ({ cpu: 0, memory: 0, residentBytes: 1 }),
        },
        network: {
          call: async ({ url }) => {
            asked.push(new URL(url).pathname);
            async function* body() {
              yield Buffer.from('{}');
            }
            return { status: 503, headers: {}, body: body() };
          },
          warm: (url) => asked.push(`warm ${url}`),
          reach: async () => true,
          credential: async () => undefined,
          identity: () => 'me',
          mayCarryKey: () => true,
        },
        workspace: emptyWorkspace(documents),
        listeners: {
          events: new EventHub(),
          onDecision: () => undefined,
          onChanged: () => undefined,
        },
      },
      configOf({}),
    );
    host.control.pause('cold');
    documents.open(URI, 'typescript', 1, 'sum');
    host.activeAt(URI, { line: 0, character: 3 });
    await clock.pass(60_000);
    deepEqual([...asked], []);
    host.control.resume('cold');
    await clock.pass(1_000);
    for (const path of ['warm http://127.0.0.1:8080', '/props', '/v1/models']) {
      equal(asked.includes(path), true, path);
    }
    host.control.pause('cold');
    const { length } = asked;
    await clock.pass(60_000);
    equal(asked.length, length);
    host.dispose();
  });
});
