import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certificate {
  certFile: string;
  keyFile: string;
}

/** A certificate authority that nobody else believes. */
export class TestAuthority {
  readonly folder = mkdtempSync(join(tmpdir(), 'safepoint-tls-'));
  readonly caFile = join(this.folder, 'ca.pem');
  readonly #keyFile = join(this.folder, 'ca.key');

  constructor(name: string) {
    openssl([
      ...[
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
      ],
      ...['-nodes', '-days', '2', '-subj', `/CN=${name}`],
      ...['-keyout', this.#keyFile, '-out', this.caFile],
    ]);
  }

  /** @param subject - as in `IP:127.0.0.1` or `DNS:localhost` */
  issue(name: string, subject: string): Certificate {
    const [keyFile, requestFile, certFile, extensionFile] = [
      ...['key', 'csr', 'pem', 'ext'],
    ].map(suffix => join(this.folder, `${name}.${suffix}`));
    openssl([
      ...['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
      ...['-nodes', '-subj', `/CN=${name}`],
      ...['-keyout', keyFile, '-out', requestFile],
    ]);
    writeFileSync(extensionFile, `subjectAltName=${subject}\n`);
    openssl([
      ...['x509', '-req', '-in', requestFile, '-days', '2'],
      ...['-CA', this.caFile, '-CAkey', this.#keyFile, '-CAcreateserial'],
      ...['-extfile', extensionFile, '-out', certFile],
    ]);
    return { certFile, keyFile };
  }

  stop(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

function openssl(args: string[]): void {
  execFileSync('openssl', args, { stdio: 'pipe' });
}
