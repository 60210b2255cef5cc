import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventHub } from '../../../server/src/base/eventHub.ts';
import type { CompletionItem } from '../../../server/src/completion/display/item.ts';
import { DocumentStore } from '../../../server/src/documents/documentStore.ts';
import type { DocumentChange } from '../../../server/src/documents/liveDocument.ts';
import type { Position } from '../../../server/src/documents/position.ts';
import { EngineHost } from '../../../server/src/engine/engineHost.ts';
import type { MetricsEvent } from '../../../server/src/metrics/collect/recorder.ts';
import { parseSettings } from '../../../server/src/settings/settings.ts';
import { seededRandom } from '../../../tools/random.ts';
import { aPolicy } from '../../../tools/testing/aPolicy.ts';
import { emptyWorkspace } from '../../../tools/testing/emptyWorkspace.ts';
import type { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { type Project, uriOf } from './project.ts';
import type { VirtualServer } from './virtualServer.ts';

/** The time that passes before what happens in real time is waited for. */
const STEP_MS = 20;

export interface ProductOptions {
  readonly clock: FakeClock;
  readonly server: VirtualServer;
  readonly url: string;
  readonly project: Project;
  /** The section `aurelis.completion`; its defaults without it. */
  readonly completion?: object;
}

/** All of the product behind the editor, beside a local model in virtual time. */
export class Product {
  readonly documents = new DocumentStore();
  readonly #host: EngineHost;
  readonly #clock: FakeClock;
  readonly #server: VirtualServer;
  readonly #storagePath = mkdtempSync(join(tmpdir(), 'aurelis-bench-'));
  #version = 1;

  constructor({ clock, server, url, project: { read }, completion = {} }: ProductOptions) {
    this.#clock = clock;
    this.#server = server;
    let ids = 0;
    const { settings, problems } = parseSettings({
      endpoints: [{ id: 'local', provider: 'llamacpp', url }],
      cache: { disk: { enable: false } },
      completion,
    });
    if (problems.length > 0) throw new Error(problems.join('\n'));
    this.#host = new EngineHost(
      {
        process: {
          clock,
          newId: () => String(++ids),
          random: seededRandom(7),
          storagePath: this.#storagePath,
          usage: () => ({ cpu: 0, memory: 0, residentBytes: 0 }),
        },
        network: {
          call: server.call,
          warm: () => undefined,
          reach: async () => true,
          credential: async () => undefined,
          identity: () => '',
          mayCarryKey: () => true,
        },
        workspace: {
          ...emptyWorkspace(this.documents),
          policy: aPolicy(clock),
          readFile: read,
          isThere: () => true,
        },
        listeners: {
          events: new EventHub<MetricsEvent>(),
          onDecision: () => undefined,
          onChanged: () => undefined,
        },
      },
      { settings, secrets: { own: 'bench' }, isTrusted: true },
    );
  }

  /** The files beside it are open first. */
  async open({ file, open, languageId }: Project, text: string): Promise<void> {
    for (const each of open) this.documents.open(uriOf(each), languageId, 1, each.text);
    this.documents.open(uriOf(file), languageId, 1, text);
    await this.pass(1_000);
  }

  change(uri: string, change: DocumentChange): void {
    this.documents.change(uri, ++this.#version, [change]);
  }

  async item(
    uri: string,
    position: Position,
    isInvoked: boolean,
    signal: AbortSignal,
  ): Promise<CompletionItem | undefined> {
    this.#host.activeAt(uri, position);
    const [item] = await this.#host.completions.provide({ uri, position, isInvoked }, signal);
    return item;
  }

  accepted(id: string): void {
    this.#host.completions.accepted(id);
  }

  /** Lets virtual time pass, and waits for what is to happen in it. */
  async pass(ms: number): Promise<void> {
    const until = this.#clock.monotonic() + ms;
    while (this.#clock.monotonic() < until) {
      await this.#clock.pass(Math.min(STEP_MS, until - this.#clock.monotonic()));
      await this.#server.quiet();
    }
  }

  async dispose(): Promise<void> {
    this.#host.dispose();
    await this.#host.flush();
    rmSync(this.#storagePath, { recursive: true, force: true });
  }
}
