import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { AppError } from '../../shared/lib/errors.ts';

/** A PKCS#11 library with the product it belongs to. */
export interface KnownLibrary {
  name: string;
  path: string;
}

/**
 * Places where the installers of the vendors put their libraries. A file there is offered, nothing more; the user may
 * name any other.
 */
const places: Partial<Record<NodeJS.Platform, KnownLibrary[]>> = {
  linux: [
    { name: 'OpenSC', path: '/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so' },
    { name: 'OpenSC', path: '/usr/lib/aarch64-linux-gnu/opensc-pkcs11.so' },
    { name: 'OpenSC', path: '/usr/lib64/opensc-pkcs11.so' },
    { name: 'OpenSC', path: '/usr/lib/opensc-pkcs11.so' },
    { name: 'SoftHSM', path: '/usr/lib/softhsm/libsofthsm2.so' },
    { name: 'SoftHSM', path: '/usr/lib64/pkcs11/libsofthsm2.so' },
    { name: 'Rutoken', path: '/usr/lib/librtpkcs11ecp.so' },
    { name: 'Rutoken', path: '/usr/lib64/librtpkcs11ecp.so' },
    { name: 'Rutoken', path: '/opt/aktivco/rutokenecp/amd64/librtpkcs11ecp.so' },
    { name: 'JaCarta', path: '/usr/lib/libjcPKCS11-2.so' },
    { name: 'JaCarta', path: '/usr/lib64/libjcPKCS11-2.so' },
    { name: 'SafeNet eToken', path: '/usr/lib/libeToken.so' },
    { name: 'SafeNet eToken', path: '/usr/lib64/libeToken.so' },
  ],
  win32: [
    { name: 'OpenSC', path: 'C:\\Program Files\\OpenSC Project\\OpenSC\\pkcs11\\opensc-pkcs11.dll' },
    { name: 'SoftHSM', path: 'C:\\SoftHSM2\\lib\\softhsm2-x64.dll' },
    { name: 'Rutoken', path: 'C:\\Windows\\System32\\rtPKCS11ECP.dll' },
    { name: 'JaCarta', path: 'C:\\Windows\\System32\\jcPKCS11-2.dll' },
    { name: 'SafeNet eToken', path: 'C:\\Windows\\System32\\eTPKCS11.dll' },
  ],
  darwin: [
    { name: 'OpenSC', path: '/Library/OpenSC/lib/opensc-pkcs11.so' },
    { name: 'SoftHSM', path: '/opt/homebrew/lib/softhsm/libsofthsm2.so' },
    { name: 'Rutoken', path: '/Library/Frameworks/rtpkcs11ecp.framework/rtpkcs11ecp' },
    { name: 'SafeNet eToken', path: '/usr/local/lib/libeTPkcs11.dylib' },
  ],
};

/** The known libraries that are there. */
export function installedLibraries(
  platform: NodeJS.Platform,
  exists: (path: string) => boolean = existsSync,
): KnownLibrary[] {
  return (places[platform] ?? []).filter(({ path }) => exists(path));
}

/** The error for a file that is no PKCS#11 library. */
export function wrongLibrary(path: string, cause?: unknown): AppError {
  return new AppError('invalid', `${path} is no PKCS#11 library`, {
    reason: 'token-library-wrong',
    details: { path },
    cause,
  });
}

/**
 * Refuses what cannot be loaded, before it is: AppError `not-found` with reason `token-library-missing`, `invalid` with
 * `token-library-wrong` for no library at all, or `token-library-architecture` for one of another kind of processor.
 */
export function requireLoadable(path: string, platform: NodeJS.Platform, arch: string): void {
  const bytes = Buffer.alloc(4096);
  let length: number;
  try {
    const file = openSync(path, 'r');
    try {
      length = readSync(file, bytes, 0, bytes.length, 0);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw new AppError('not-found', `cannot read ${path}`, {
      reason: 'token-library-missing',
      details: { path },
      cause: error,
    });
  }
  const found = processors(bytes.subarray(0, length), platform);
  if (!found) throw wrongLibrary(path);
  if (!found.includes(arch)) {
    throw new AppError('invalid', `${path} is for ${found.join(', ')}, not ${arch}`, {
      reason: 'token-library-architecture',
      details: { path, found: found.join(', '), needed: arch },
    });
  }
}

const elfMachines: Record<number, string> = { 0x03: 'ia32', 0x28: 'arm', 0x3e: 'x64', 0xb7: 'arm64', 0xf3: 'riscv64' };
const windowsMachines: Record<number, string> = { 0x014c: 'ia32', 0x8664: 'x64', 0xaa64: 'arm64' };
const macMachines: Record<number, string> = { 0x01000007: 'x64', 0x0100000c: 'arm64', 0x07: 'ia32' };

const unknown = (machine: number): string => `0x${machine.toString(16)}`;

/** The processors a library is for, named as Node names them; undefined for what is no library of this platform. */
export function processors(bytes: Buffer, platform: NodeJS.Platform): string[] | undefined {
  try {
    if (platform === 'win32') return ofWindows(bytes);
    return platform === 'darwin' ? ofMac(bytes) : ofElf(bytes);
  } catch {
    // Cut off inside its header.
    return undefined;
  }
}

function ofElf(bytes: Buffer): string[] | undefined {
  if (bytes.readUInt32BE(0) !== 0x7f454c46) return undefined;
  const machine = bytes[5] === 2 ? bytes.readUInt16BE(18) : bytes.readUInt16LE(18);
  return [elfMachines[machine] ?? unknown(machine)];
}

function ofWindows(bytes: Buffer): string[] | undefined {
  const header = bytes.readUInt32LE(0x3c);
  if (bytes.toString('latin1', 0, 2) !== 'MZ' || bytes.toString('latin1', header, header + 4) !== 'PE\0\0') {
    return undefined;
  }
  const machine = bytes.readUInt16LE(header + 4);
  return [windowsMachines[machine] ?? unknown(machine)];
}

function ofMac(bytes: Buffer): string[] | undefined {
  const magic = bytes.readUInt32BE(0);
  if (magic === 0xcffaedfe || magic === 0xcefaedfe) {
    const machine = bytes.readUInt32LE(4);
    return [macMachines[machine] ?? unknown(machine)];
  }
  if (magic !== 0xcafebabe) return undefined;
  return Array.from({ length: Math.min(bytes.readUInt32BE(4), 16) }, (_, index) => {
    const machine = bytes.readUInt32BE(8 + 20 * index);
    return macMachines[machine] ?? unknown(machine);
  });
}
