import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A key and a certificate for 127.0.0.1 that signs itself, as files and as texts. Needs `openssl`. */
export function selfSigned() {
  const folder = mkdtempSync(join(tmpdir(), 'aurelis-tls-'));
  const [keyPath, path] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const files = ['-keyout', keyPath, '-out', path];
  spawnSync('openssl', ['req', '-x509', ...curve, ...subject, ...files]);
  return {
    keyPath,
    path,
    key: readFileSync(keyPath, 'utf8'),
    certificate: readFileSync(path, 'utf8'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
