import {
  createSecureContext,
  getCACertificates,
  rootCertificates,
  type SecureContext,
} from 'node:tls';
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
}: Trust): SecureContext {
  const ca = [
    ...rootCertificates,
    ...(usesSystemCertificates ? getCACertificates('system') : []),
    ...(authorities === '' ? [] : [authorities]),
  ];
  return createSecureContext({ ca, minVersion: minTlsVersion });
}
