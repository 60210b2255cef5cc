import { strict as assert } from 'node:assert';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onBattery } from '../../../server/src/app/powerSupply.ts';

describe('the power supply', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'aurelis-power-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const supply = (name: string, files: Readonly<Record<string, string>>) => {
    mkdirSync(join(folder, name));
    for (const [file, text] of Object.entries(files)) {
      writeFileSync(join(folder, name, file), `${text}\n`);
    }
  };

  it('is the battery while that discharges and no mains are there', () => {
    supply('AC', { type: 'Mains', online: '0' });
    supply('BAT0', { type: 'Battery', status: 'Discharging' });
    assert.equal(onBattery(folder), true);
  });

  it('are the mains where they are, whatever a battery does', () => {
    supply('AC', { type: 'Mains', online: '1' });
    supply('BAT0', { type: 'Battery', status: 'Discharging' });
    assert.equal(onBattery(folder), false);
  });

  it('is unknown where nobody tells, and nothing is told by the battery of a mouse', () => {
    assert.equal(onBattery(folder), undefined);
    assert.equal(onBattery(join(folder, 'missing')), undefined);
    supply('mouse', { type: 'Battery', scope: 'Device', status: 'Discharging' });
    assert.equal(onBattery(folder), undefined);
  });
});
