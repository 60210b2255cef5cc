import type { SlotLimits } from '../limits/concurrencyLimit.ts';
import type { Settings } from '../settings/settings.ts';

/** The places that all models share, by the settings. */
export const slotLimits = (settings: Settings): SlotLimits => ({
  concurrency: settings['requests.concurrency'],
  queueLimit: settings['requests.queueLimit'],
});
