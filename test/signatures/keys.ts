import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Keys made anew for a test run with the openssl program, so that no private key is ever part of the source. */
export interface TestKeys {
  folder: string;
  /** Certificates of the authority, PEM. */
  authority: Uint8Array;
  /** An authority that signed nothing. */
  stranger: Uint8Array;
  /** Path of a file in the folder. */
  path(name: string): string;
  read(name: string): Uint8Array;
  /** Runs openssl in the folder, the command line split at spaces; throws on a non-zero exit. */
  openssl(command: string, ...more: string[]): Buffer;
  /** Exports the key and certificate `name` with the authority as PKCS#12. */
  p12(name: string, password: string, ...parameters: string[]): Uint8Array;
  /** Makes a revocation list of the authority, revoking the certificates named. */
  crl(revoked: string[], days?: number): Uint8Array;
  /** Answers a time-stamp request as an authority does, with certificate `stamp` unless another is named. */
  stamp(request: Uint8Array, signer?: string): Uint8Array;
  /** Answers whether a certificate was revoked, signed by the authority or by a responder it certified. */
  ocsp(name: string, signer?: string, days?: number): Uint8Array;
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
[stamp_extensions]
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[responder_extensions]
keyUsage = critical, digitalSignature
extendedKeyUsage = OCSPSigning
[tsa]
default_tsa = stamps
[stamps]
serial = stamp-serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_chain = no
ess_cert_id_alg = sha256
`;

/**
 * Makes an authority `ca`, an unknown one `stranger`, one with the name of the first and another key `twin`, and signers
 * `rsa`, `ec` (P-256), `ec384`, `ec521`, `expired` (RSA, ran out in 2021) and `exchange`
 * (EC, not allowed to sign documents), `stamp` (time stamps),
 * `responder` (OCSP).
 */
export function makeTestKeys(): TestKeys {
  const folder = mkdtempSync(join(tmpdir(), 'tizilim-keys-'));
  const path = (name: string): string => join(folder, name);
  const openssl = (command: string, ...more: string[]): Buffer =>
    execFileSync('openssl', [...command.split(' '), ...more], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const read = (name: string): Uint8Array => new Uint8Array(readFileSync(path(name)));
  writeFileSync(path('openssl.cnf'), configuration);
  const issue = 'ca -batch -notext -config openssl.cnf -preserveDN';
  const dates = '-startdate 20200101000000Z -enddate 20400101000000Z';
  writeFileSync(path('index.txt'), '');
  writeFileSync(path('serial'), '1000\n');
  writeFileSync(path('crlnumber'), '01\n');
  const request = (name: string, section: string, key: string): void => {
    writeFileSync(path(`${name}.cnf`), configuration.replace('= authority\n', `= ${section}\n`));
    openssl(`req -new -nodes -config ${name}.cnf -newkey ${key} -keyout ${name}.key -out ${name}.csr`);
  };
  const authority = (name: string, section: string): void => {
    request(name, section, 'rsa:2048');
    const extensions = '-selfsign -extensions authority_extensions';
    openssl(`${issue} ${extensions} ${dates} -keyfile ${name}.key -in ${name}.csr -out ${name}.pem`);
  };
  const signer = (name: string, key: string, extensions = 'signer_extensions', validity = dates): void => {
    request(name, 'signer', key);
    const authorityKey = '-cert ca.pem -keyfile ca.key';
    openssl(`${issue} ${authorityKey} -extensions ${extensions} ${validity} -in ${name}.csr -out ${name}.pem`);
  };
  authority('ca', 'authority');
  authority('stranger', 'stranger');
  authority('twin', 'authority');
  signer('rsa', 'rsa:2048');
  signer('ec', 'ec -pkeyopt ec_paramgen_curve:P-256');
  signer('ec384', 'ec -pkeyopt ec_paramgen_curve:P-384');
  signer('ec521', 'ec -pkeyopt ec_paramgen_curve:P-521');
  signer('expired', 'rsa:2048', 'signer_extensions', '-startdate 20200101000000Z -enddate 20210101000000Z');
  signer('exchange', 'ec -pkeyopt ec_paramgen_curve:P-256', 'exchange_extensions');
  signer('stamp', 'rsa:2048', 'stamp_extensions');
  signer('responder', 'rsa:2048', 'responder_extensions');
  writeFileSync(path('stamp-serial'), '01\n');
  return {
    folder,
    path,
    read,
    openssl,
    authority: read('ca.pem'),
    stranger: read('stranger.pem'),
    p12: (name, password, ...parameters) => {
      const files = `-inkey ${name}.key -in ${name}.pem -certfile ca.pem -out ${name}.p12`;
      openssl(`pkcs12 -export ${files}`, '-passout', `pass:${password}`, ...parameters);
      return read(`${name}.p12`);
    },
    crl: (revoked, days = 30) => {
      const list = 'ca -config openssl.cnf -cert ca.pem -keyfile ca.key';
      for (const name of revoked) openssl(`${list} -revoke ${name}.pem`);
      openssl(`${list} -gencrl -crldays ${days} -out list.crl`);
      return read('list.crl');
    },
    stamp: (request, name = 'stamp') => {
      writeFileSync(path('request.tsq'), request);
      const files = `-queryfile request.tsq -signer ${name}.pem -inkey ${name}.key -out answer.tsr`;
      openssl(`ts -reply ${files} -config openssl.cnf -section stamps`);
      return read('answer.tsr');
    },
    ocsp: (name, responder = 'ca', days = 30) => {
      const asked = `-issuer ca.pem -cert ${name}.pem -CA ca.pem -index index.txt -ndays ${days} -noverify`;
      openssl(`ocsp ${asked} -rsigner ${responder}.pem -rkey ${responder}.key -respout answer.ors`);
      return read('answer.ors');
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
