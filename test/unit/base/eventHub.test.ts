import { strict as assert } from 'node:assert';
import { EventHub } from '../../../server/src/base/eventHub.ts';

type Event = { readonly kind: 'rain'; readonly mm: number } | { readonly kind: 'sun' };

describe('an event hub', () => {
  it('tells those who listen for a kind, and those who listen for any, first', () => {
    const hub = new EventHub<Event>();
    const told: string[] = [];
    hub.on(['rain'], ({ mm }) => told.push(`rain ${mm}`));
    hub.onAny(({ kind }) => told.push(`any ${kind}`));
    hub.emit({ kind: 'rain', mm: 3 });
    hub.emit({ kind: 'sun' });
    assert.deepEqual(told, ['any rain', 'rain 3', 'any sun']);
  });

  it('tells nothing to who no longer listens', () => {
    const hub = new EventHub<Event>();
    const told: string[] = [];
    const listening = hub.onAny(({ kind }) => told.push(kind));
    hub.emit({ kind: 'sun' });
    listening.dispose();
    hub.emit({ kind: 'sun' });
    assert.deepEqual(told, ['sun']);
  });
});
