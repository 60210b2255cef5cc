import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readSmallFile } from '../storage/privateFiles.ts';

/** Where Linux tells of batteries and mains. */
const FOLDER = '/sys/class/power_supply';
const MAX_SUPPLIES = 20;
const MAX_BYTES = 4_096;

/** True while the machine runs on battery; `undefined` where nobody tells: on other systems than Linux, and without any supply. */
export function onBattery(folder: string = FOLDER): boolean | undefined {
  const supplies = suppliesIn(folder);
  const told = (supply: string, name: string) =>
    readSmallFile(join(folder, supply, name), MAX_BYTES)?.trim();
  if (supplies.some((each) => told(each, 'online') === '1')) return false;
  // Of a mouse or a phone it says nothing.
  const own = supplies.filter((each) => told(each, 'scope') !== 'Device');
  return own.some((each) => told(each, 'status') === 'Discharging') ? true : undefined;
}

function suppliesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).slice(0, MAX_SUPPLIES);
  } catch {
    return [];
  }
}
