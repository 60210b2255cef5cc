import type { EventHub } from '../base/eventHub.ts';
import type { MetricsEvent } from '../metrics/collect/recorder.ts';
import { plain } from '../protocol/plainText.ts';
import { PRESSURE_ADVICE, PRESSURE_TEXTS } from '../protocol/pressureTexts.ts';
import { type Logging, serverLog } from './serverLog.ts';

/** Tells each step in which the server gives way to save memory, and when it is over. */
export function logPressure(connection: Logging, events: EventHub<MetricsEvent>): void {
  const log = serverLog(connection);
  events.on(['pressureChanged'], ({ level }) => {
    const text = PRESSURE_TEXTS[level];
    if (level === 'calm') log.info(plain`Memory: ${text}`);
    else log.warn(plain`Memory is short. ${text} ${PRESSURE_ADVICE}`);
  });
}
