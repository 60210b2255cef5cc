import type { EndpointErrorKind } from '../../domain/endpointError.ts';
import { PROXY } from './proxyError.ts';

/** How Node and OpenSSL call certificates that do not hold. */
const UNTRUSTED =
  /^(?:UNABLE_TO_|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|CERT_|ERR_TLS_CERT_|INVALID_CA|HOSTNAME_MISMATCH)/;
/** And servers that speak only versions of TLS older than ours. */
const OLD_TLS =
  /^(?:ERR_SSL_(?:TLSV1_ALERT_PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|NO_PROTOCOLS_AVAILABLE)|EPROTO$)/;
/** And servers whose first bytes are none of TLS. */
const NOT_TLS = /^ERR_SSL_(?:WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST)$/;

/** Returns the reason why a connection could not be made or used, by the codes of the error and of its causes. */
export function connectionFault(error: unknown): EndpointErrorKind {
  let fault: EndpointErrorKind = 'unreachable';
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; depth++) {
    const code = 'code' in cause ? String(cause.code) : '';
    if (UNTRUSTED.test(code)) return 'untrusted';
    if (OLD_TLS.test(code)) return 'oldTls';
    if (NOT_TLS.test(code)) return 'notTls';
    if (code === PROXY) fault = 'proxyUnreachable';
    cause = cause.cause;
  }
  return fault;
}
