import { holdsSecret } from '../../base/secretScan.ts';

/** Drops a text that seems to hold a credential: models remember those of others. */
export const dropSecrets = (text: string): string => (holdsSecret(text) ? '' : text);
