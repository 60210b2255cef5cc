import * as tls from 'node:tls';
import type { TransportOptions } from './options.ts';

type Trust = Pick<TransportOptions, 'usesSystemCertificates' | 'authorities' | 'minTlsVersion'>;

/**
 * Whom connections trust, read once: the system's store and some hundred certificates take tens of milliseconds, which no
 * connection should pay for. Throws for authorities that are no PEM.
 */
export function secureContext({
  usesSystemCertificates,
  authorities,
  minTlsVersion,
}: Trust): tls.SecureContext {
  const ca = [
    ...tls.rootCertificates,
    ...(usesSystemCertificates ? systemCertificates() : []),
    ...(authorities === '' ? [] : [authorities]),
  ];
  return tls.createSecureContext({ ca, minVersion: minTlsVersion });
}

/** The system's store; empty where this Node cannot read it (before 22.15, from 23.0 to 23.9). */
const systemCertificates = (): readonly string[] =>
  typeof tls.getCACertificates === 'function' ? tls.getCACertificates('system') : [];
