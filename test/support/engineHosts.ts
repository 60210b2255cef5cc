import { EventHub } from '../../server/src/base/eventHub.ts';
import type { HttpCall } from '../../server/src/base/httpCall.ts';
import type { DocumentStore } from '../../server/src/documents/documentStore.ts';
import { EngineHost } from '../../server/src/engine/engineHost.ts';
import type { MetricsEvent } from '../../server/src/metrics/collect/recorder.ts';
import { parseSettings } from '../../server/src/settings/settings.ts';
import { emptyWorkspace } from '../../tools/testing/emptyWorkspace.ts';
import type { FakeClock } from '../../tools/testing/fakeClock.ts';

/** A trusted host without files, whose model servers are `call`. */
export function hostWith(
  call: HttpCall,
  settings: object,
  tools: { readonly clock: FakeClock; readonly documents: DocumentStore; storagePath: string },
): EngineHost {
  const { clock, documents, storagePath } = tools;
  let ids = 0;
  return new EngineHost(
    {
      process: {
        clock,
        newId: () => String(++ids),
        random: () => 0.5,
        storagePath,
        usage: () => ({ cpu: 0, memory: 0, residentBytes: 1 }),
      },
      network: {
        call,
        warm: () => undefined,
        reach: async () => true,
        credential: async () => 'key',
        identity: () => 'me',
        mayCarryKey: () => true,
      },
      workspace: emptyWorkspace(documents),
      listeners: {
        events: new EventHub<MetricsEvent>(),
        onDecision: () => undefined,
        onChanged: () => undefined,
      },
    },
    { isTrusted: true, settings: parseSettings(settings).settings, secrets: { own: 'own' } },
  );
}
