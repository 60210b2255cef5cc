import * as tls from 'node:tls';
import type { TransportOptions } from './options.ts';

type Trust = Pick<TransportOptions, 'usesSystemCertificates' | 'authorities' | 'minTlsVersion'>;

/**
 * Whom connections trust, read once: the system's store and some hundred certificates take tens of milliseconds, which no
 * connection should pay for. Throws for authorities that are no PEM.
 */
export const secureContext = (trust: Trust): tls.SecureContext =>
  tls.createSecureContext({ ca: trustedBy(trust), minVersion: trust.minTlsVersion });

/**
 * Has all connections of this process trust the same authorities: libraries that open connections of their own, to Redis or a
 * collector of metrics, take Node's. Does nothing where this Node cannot (before 22.19, from 23.0 to 24.4).
 */
export function trustEverywhere(trust: Omit<Trust, 'minTlsVersion'>): void {
  if (typeof tls.setDefaultCACertificates !== 'function') return;
  try {
    tls.setDefaultCACertificates(trustedBy(trust));
  } catch {
    // Authorities that are no PEM: connections to model servers fail by them, and say so.
  }
}

const trustedBy = ({ usesSystemCertificates, authorities }: Omit<Trust, 'minTlsVersion'>) => [
  ...tls.rootCertificates,
  ...(usesSystemCertificates ? systemCertificates() : []),
  ...(authorities === '' ? [] : [authorities]),
];

/** The system's store; empty where this Node cannot read it (before 22.15, from 23.0 to 23.9). */
const systemCertificates = (): readonly string[] =>
  typeof tls.getCACertificates === 'function' ? tls.getCACertificates('system') : [];
