import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Keys made anew for a test run with the openssl program, so that no private key is ever part of the source. */
export interface TestKeys {
  folder: string;
  /** Certificates of the authority, PEM. */
  authority: Uint8Array;
  /** An authority that signed nothing here. */
  stranger: Uint8Array;
  /** Path of a file in the folder. */
  path(name: string): string;
  read(name: string): Uint8Array;
  /** Runs openssl in the folder; throws on a non-zero exit. */
  openssl(...parameters: string[]): Buffer;
  /** Exports the key and certificate `name` with the authority as PKCS#12. */
  p12(name: string, password: string, ...parameters: string[]): Uint8Array;
  /** Makes a revocation list of the authority, revoking the certificates named. */
  crl(revoked: string[], days?: number): Uint8Array;
  remove(): void;
}

const configuration = `
[req]
prompt = no
utf8 = yes
string_mask = utf8only
distinguished_name = authority
[authority]
C = KZ
O = Сынақ ұйымы
CN = Сынақ куәландырушы орталығы
[stranger]
CN = Another authority
[signer]
C = KZ
O = «Әділет» ЖШС
OU = BIN123456789012
CN = ҚОЖАХМЕТ ӘЙГЕРІМ
serialNumber = IIN900101400123
[ca]
default_ca = own
[own]
database = index.txt
new_certs_dir = .
serial = serial
crlnumber = crlnumber
default_md = sha256
default_days = 3650
default_crl_days = 30
policy = any
unique_subject = no
[any]
commonName = supplied
[authority_extensions]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[signer_extensions]
basicConstraints = CA:FALSE
keyUsage = critical, digitalSignature, nonRepudiation
extendedKeyUsage = emailProtection, 1.2.398.3.3.4.1.2
[exchange_extensions]
keyUsage = critical, keyAgreement
`;

/**
 * Makes an authority and signers `rsa`, `ec` (P-256), `ec384`, `expired` (RSA, ran out in 2021) and `exchange`
 * (EC, not allowed to sign documents).
 */
export function makeTestKeys(): TestKeys {
  const folder = mkdtempSync(join(tmpdir(), 'tizilim-keys-'));
  const path = (name: string): string => join(folder, name);
  const openssl = (...parameters: string[]): Buffer =>
    execFileSync('openssl', parameters, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const read = (name: string): Uint8Array => new Uint8Array(readFileSync(path(name)));
  writeFileSync(path('openssl.cnf'), configuration);
  for (const [name, section] of [
    ['ca', 'authority'],
    ['stranger', 'stranger'],
  ] as const) {
    writeFileSync(path(`${name}.cnf`), configuration.replace('= authority\n', `= ${section}\n`));
    openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-config',
      `${name}.cnf`,
      '-extensions',
      'authority_extensions',
      '-days',
      '3650',
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.pem`,
    );
  }
  writeFileSync(path('signer.cnf'), configuration.replace('= authority\n', '= signer\n'));
  writeFileSync(path('index.txt'), '');
  writeFileSync(path('serial'), '1000\n');
  writeFileSync(path('crlnumber'), '01\n');
  const dates = ['-startdate', '20200101000000Z', '-enddate', '20400101000000Z'];
  const signer = (name: string, key: string[], extensions: string, validity: string[]): void => {
    openssl('req', '-new', '-nodes', '-config', 'signer.cnf', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`);
    openssl(
      'ca',
      '-batch',
      '-notext',
      '-config',
      'openssl.cnf',
      '-cert',
      'ca.pem',
      '-keyfile',
      'ca.key',
      '-extensions',
      extensions,
      ...validity,
      '-preserveDN',
      '-in',
      `${name}.csr`,
      '-out',
      `${name}.pem`,
    );
  };
  const ec = (curve: string): string[] => ['-newkey', 'ec', '-pkeyopt', `ec_paramgen_curve:${curve}`];
  signer('rsa', ['-newkey', 'rsa:2048'], 'signer_extensions', dates);
  signer('ec', ec('P-256'), 'signer_extensions', dates);
  signer('ec384', ec('P-384'), 'signer_extensions', dates);
  signer('expired', ['-newkey', 'rsa:2048'], 'signer_extensions', [
    '-startdate',
    '20200101000000Z',
    '-enddate',
    '20210101000000Z',
  ]);
  signer('exchange', ec('P-256'), 'exchange_extensions', dates);
  return {
    folder,
    path,
    read,
    openssl,
    authority: read('ca.pem'),
    stranger: read('stranger.pem'),
    p12: (name, password, ...parameters) => {
      openssl(
        'pkcs12',
        '-export',
        '-inkey',
        `${name}.key`,
        '-in',
        `${name}.pem`,
        '-certfile',
        'ca.pem',
        '-passout',
        `pass:${password}`,
        '-out',
        `${name}.p12`,
        ...parameters,
      );
      return read(`${name}.p12`);
    },
    crl: (revoked, days = 30) => {
      for (const name of revoked) {
        openssl('ca', '-config', 'openssl.cnf', '-cert', 'ca.pem', '-keyfile', 'ca.key', '-revoke', `${name}.pem`);
      }
      openssl(
        'ca',
        '-config',
        'openssl.cnf',
        '-cert',
        'ca.pem',
        '-keyfile',
        'ca.key',
        '-gencrl',
        '-crldays',
        String(days),
        '-out',
        'list.crl',
      );
      return read('list.crl');
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
