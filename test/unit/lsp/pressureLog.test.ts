import { strict as assert } from 'node:assert';
import { EventHub } from '../../../server/src/base/eventHub.ts';
import { logPressure } from '../../../server/src/lsp/pressureLog.ts';
import type { MetricsEvent } from '../../../server/src/metrics/collect/recorder.ts';

describe('pressure in the log', () => {
  it('says what is done about it and what helps, and when it is over', () => {
    const lines: string[] = [];
    const say = (line: string) => void lines.push(line);
    const events = new EventHub<MetricsEvent>();
    const connection = { console: { info: say, warn: say } };
    logPressure(connection as unknown as Parameters<typeof logPressure>[0], events);
    events.emit({ kind: 'pressureChanged', level: 'spare', before: 'drop' });
    events.emit({ kind: 'pressureChanged', level: 'calm', before: 'spare' });
    assert.match(lines[0] ?? '', /Memory is short\. .*nothing is asked ahead.*memoryMegabytes/);
    // On the way down less than where a level begins is in use.
    assert.doesNotMatch(lines[0] ?? '', /%/);
    assert.match(lines[1] ?? '', /enough again/);
  });
});
