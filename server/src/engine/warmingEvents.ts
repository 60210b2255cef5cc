import type { Observer } from '../base/observer.ts';
import type { PipelineEvent, UpstreamEvent } from '../domain/requestEvents.ts';
import type { WarmingEvent } from '../warming/events.ts';

/** Tells of a call that nobody waits for as what it is: it counts as no call of the user, whatever becomes of it. */
export const asWarming =
  (observe: Observer<WarmingEvent>): Observer<UpstreamEvent | PipelineEvent> =>
  (event) => {
    if (event.kind === 'sent') observe({ kind: 'warmingAsked' });
    if (event.kind !== 'answered') return;
    const { inputTokens, outputTokens } = event.usage;
    observe({ kind: 'warmingAnswered', tokens: inputTokens + outputTokens });
  };
