import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installedLibraries } from '../../electron/tokens/library-file.ts';
import type { TestKeys } from '../signatures/keys.ts';

export const pin = '73516480';

/** The library of SoftHSM; `npm test` installs it. */
export function softLibrary(): string {
  const found = installedLibraries(process.platform).find(({ name }) => name === 'SoftHSM');
  if (!found) throw new Error('SoftHSM is not installed (Debian: softhsm2)');
  return found.path;
}

/** A SoftHSM of its own in a folder, with one token. Its place goes to the library through the environment of this process. */
export function makeSoftToken(keys: TestKeys, label: string) {
  const folder = mkdtempSync(join(tmpdir(), 'tizilim-token-'));
  const tokens = join(folder, 'tokens');
  mkdirSync(tokens);
  const configuration = `directories.tokendir = ${tokens}\nlog.level = ERROR\n`;
  writeFileSync(join(folder, 'softhsm2.conf'), configuration);
  const before = process.env['SOFTHSM2_CONF'];
  process.env['SOFTHSM2_CONF'] = join(folder, 'softhsm2.conf');
  const library = softLibrary();
  const run = (program: string, ...args: string[]): void =>
    void execFileSync(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const tool = (...args: string[]): void =>
    run('pkcs11-tool', '--module', library, '--token-label', label, '--login', '--pin', pin, ...args);
  let next = 0x10;
  run('softhsm2-util', '--init-token', '--free', '--label', label, '--so-pin', '12345678', '--pin', pin);

  function addCertificate(name: string, id: string): void {
    keys.openssl(`x509 -in ${name}.pem -outform DER -out ${name}.der`);
    tool('--write-object', keys.path(`${name}.der`), '--type', 'cert', '--id', id, '--label', name);
  }
  return {
    library,
    /** Content of softhsm2.conf, for another person's folder. */
    configuration,
    /** Puts the key and certificate `name` on the token. */
    add(name: string, { id = (next++).toString(16), alwaysAuthenticate = false } = {}): void {
      keys.openssl(`pkcs8 -topk8 -nocrypt -in ${name}.key -outform DER -out ${name}.p8`);
      const always = alwaysAuthenticate ? ['--always-auth'] : [];
      const object = ['--write-object', keys.path(`${name}.p8`), '--type', 'privkey'];
      tool(...object, '--id', id, '--label', name, '--usage-sign', ...always);
      addCertificate(name, id);
    },
    addCertificate,
    /** Takes the token out of its slot. */
    takeOut(): void {
      rmSync(tokens, { recursive: true, force: true });
      mkdirSync(tokens);
    },
    remove(): void {
      if (before === undefined) delete process.env['SOFTHSM2_CONF'];
      else process.env['SOFTHSM2_CONF'] = before;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
