import type * as KoffiModule from 'koffi';
import { AppError } from '../../shared/lib/errors.ts';
import { CKR, CryptokiError, type Cryptoki } from './cryptoki.ts';
import { wrongLibrary } from './library-file.ts';

type Koffi = typeof KoffiModule;
type Native = (...input: unknown[]) => bigint | number;

/** Places in CK_FUNCTION_LIST, counted in pointers behind the version (pkcs11f.h of 2.40). */
const places = {
  C_Initialize: 0,
  C_Finalize: 1,
  C_GetSlotList: 4,
  C_GetTokenInfo: 6,
  C_GetMechanismList: 7,
  C_OpenSession: 12,
  C_Login: 18,
  C_GetAttributeValue: 24,
  C_FindObjectsInit: 26,
  C_FindObjects: 27,
  C_FindObjectsFinal: 28,
  C_SignInit: 42,
  C_Sign: 43,
} as const;
type FunctionName = keyof typeof places;

const parameters: Record<FunctionName, string[]> = {
  C_Initialize: ['void *'],
  C_Finalize: ['void *'],
  C_GetSlotList: ['uint8_t', 'void *', 'void *'],
  C_GetTokenInfo: ['unsigned long', 'void *'],
  C_GetMechanismList: ['unsigned long', 'void *', 'void *'],
  C_OpenSession: ['unsigned long', 'unsigned long', 'void *', 'void *', 'void *'],
  C_Login: ['unsigned long', 'unsigned long', 'void *', 'unsigned long'],
  C_GetAttributeValue: ['unsigned long', 'unsigned long', 'void *', 'unsigned long'],
  C_FindObjectsInit: ['unsigned long', 'void *', 'unsigned long'],
  C_FindObjects: ['unsigned long', 'void *', 'unsigned long', 'void *'],
  C_FindObjectsFinal: ['unsigned long'],
  C_SignInit: ['unsigned long', 'void *', 'unsigned long'],
  C_Sign: ['unsigned long', 'void *', 'unsigned long', 'void *', 'void *'],
};

/** Handles, codes and flags stay far below 2^53; what is not valid is all ones, which is kept apart by its size. */
const largest = 16 * 1024 * 1024;

async function loadKoffi(): Promise<Koffi> {
  try {
    return await import('koffi');
  } catch (error) {
    throw new AppError('not-found', 'no interface to native libraries in this build', {
      reason: 'token-support-missing',
      cause: error,
    });
  }
}

/** Tells whether native libraries can be called at all. Throws AppError `token-support-missing` where not. */
export async function requireTokenSupport(): Promise<void> {
  await loadKoffi();
}

/**
 * Loads a vendor's library and initialises it. Only for a process of its own: a broken library can end the process.
 * AppError `invalid` with reason `token-library-wrong`; `not-found` with `token-support-missing`.
 */
export async function loadVendorLibrary(path: string): Promise<Cryptoki> {
  const koffi = await loadKoffi();
  const functions = functionList(koffi, path);
  const call = (name: FunctionName, ...input: unknown[]): void => {
    const code = Number(functions[name](...input));
    if (code !== 0) throw new CryptokiError(name, code);
  };
  call('C_Initialize', null);
  return cryptoki(layoutOf(koffi), call);
}

function functionList(koffi: Koffi, path: string): Record<FunctionName, Native> {
  const pointerSize = koffi.sizeof('void *');
  try {
    const getList = koffi.load(path).func('C_GetFunctionList', 'unsigned long', ['void *']) as unknown as Native;
    const holder = Buffer.alloc(pointerSize);
    const code = Number(getList(holder));
    const list = koffi.decode(holder, 'void *') as bigint | null;
    if (code !== 0 || !list) throw new CryptokiError('C_GetFunctionList', code);
    // The version takes two bytes; pointers follow at once on Windows, aligned elsewhere.
    const start = process.platform === 'win32' ? 2 : pointerSize;
    const entries = Object.entries(places).map(([name, place]) => {
      const address = koffi.decode(list, start + place * pointerSize, 'void *') as bigint | null;
      if (!address) throw new CryptokiError(name, 0);
      const type = koffi.proto(name, 'unsigned long', parameters[name as FunctionName]);
      return [name, koffi.decode(address, type) as Native];
    });
    return Object.fromEntries(entries) as Record<FunctionName, Native>;
  } catch (error) {
    throw wrongLibrary(path, error);
  }
}

/** What a C structure points at lives as long as the structure. */
const pointedAt = new WeakMap<Buffer, unknown>();

/** How this platform lays out the C structures: packed and with four-byte numbers on Windows, aligned elsewhere. */
function layoutOf(koffi: Koffi) {
  const word = koffi.sizeof('unsigned long');
  const pointer = koffi.sizeof('void *');
  const writeWord = (target: Buffer, value: number, offset: number): void => {
    if (word === 8) target.writeBigUInt64LE(BigInt(value), offset);
    else target.writeUInt32LE(value, offset);
  };
  const readWord = (source: Buffer, offset: number): number =>
    word === 8 ? Number(source.readBigUInt64LE(offset)) : source.readUInt32LE(offset);
  const writePointer = (target: Buffer, value: Buffer, offset: number): void => {
    if (value.length === 0) return;
    const address = koffi.address(value);
    if (pointer === 8) target.writeBigUInt64LE(address, offset);
    else target.writeUInt32LE(Number(address), offset);
  };
  return {
    word,
    readWord,
    number: (value: number): Buffer => {
      const bytes = Buffer.alloc(word);
      writeWord(bytes, value, 0);
      return bytes;
    },
    /** CK_ATTRIBUTE and CK_MECHANISM alike: a number, a pointer, a length. */
    triples: (items: readonly { type: number; value: Buffer }[]): Buffer => {
      const bytes = Buffer.alloc(items.length * (2 * word + pointer));
      pointedAt.set(bytes, items);
      items.forEach(({ type, value }, index) => {
        const start = index * (2 * word + pointer);
        writeWord(bytes, type, start);
        writePointer(bytes, value, start + word);
        writeWord(bytes, value.length, start + word + pointer);
      });
      return bytes;
    },
    lengthOf: (triples: Buffer, index: number): number | undefined => {
      const length = readWord(triples, index * (2 * word + pointer) + word + pointer);
      // CK_UNAVAILABLE_INFORMATION is all ones.
      return length > largest ? undefined : length;
    },
  };
}
type Layout = ReturnType<typeof layoutOf>;
type Call = (name: FunctionName, ...input: unknown[]) => void;

function cryptoki(layout: Layout, call: Call): Cryptoki {
  return {
    slots: () => list(layout, (values, count) => call('C_GetSlotList', 1, values, count)),
    mechanisms: (slot) => list(layout, (values, count) => call('C_GetMechanismList', slot, values, count)),
    token(slot) {
      // Four texts, flags, ten numbers, two versions and a time: 208 bytes at most.
      const info = Buffer.alloc(256);
      call('C_GetTokenInfo', slot, info);
      const text = (start: number, end: number): string =>
        info
          .subarray(start, end)
          .toString('utf8')
          .replaceAll(/[\u0000-\u001f]/g, ' ')
          .trim();
      return {
        label: text(0, 32),
        manufacturer: text(32, 64),
        model: text(64, 80),
        serial: text(80, 96),
        flags: layout.readWord(info, 96),
      };
    },
    openSession(slot) {
      const session = Buffer.alloc(layout.word);
      const serialSession = 0x4;
      call('C_OpenSession', slot, serialSession, null, null, session);
      return layout.readWord(session, 0);
    },
    login: (session, user, pin) => call('C_Login', session, user, pin, pin?.length ?? 0),
    find(session, template) {
      const values = template.map(([type, value]) => ({ type, value: encoded(layout, value) }));
      call('C_FindObjectsInit', session, layout.triples(values), values.length);
      try {
        return allFound(layout, (objects, count, maximum) => call('C_FindObjects', session, objects, maximum, count));
      } finally {
        call('C_FindObjectsFinal', session);
      }
    },
    attributes: (session, object, types) => types.map((type) => attribute(layout, call, session, object, type)),
    signInit: (session, mechanism, key) =>
      call('C_SignInit', session, layout.triples([{ type: mechanism, value: Buffer.alloc(0) }]), key),
    sign(session, data) {
      // Larger than any signature of an RSA or EC key in use; asking the length first is a second try for some tokens.
      const signature = Buffer.alloc(4096);
      const length = layout.number(signature.length);
      call('C_Sign', session, data, data.length, signature, length);
      return new Uint8Array(signature.subarray(0, layout.readWord(length, 0)));
    },
    close: () => call('C_Finalize', null),
  };
}

function encoded(layout: Layout, value: number | boolean | Uint8Array): Buffer {
  if (typeof value === 'number') return layout.number(value);
  return typeof value === 'boolean' ? Buffer.from([value ? 1 : 0]) : Buffer.from(value);
}

function list(layout: Layout, read: (values: Buffer | null, count: Buffer) => void): number[] {
  const count = Buffer.alloc(layout.word);
  read(null, count);
  const found = layout.readWord(count, 0);
  if (found === 0) return [];
  const values = Buffer.alloc(found * layout.word);
  read(values, count);
  return Array.from({ length: layout.readWord(count, 0) }, (_, index) => layout.readWord(values, index * layout.word));
}

function allFound(layout: Layout, read: (objects: Buffer, count: Buffer, maximum: number) => void): number[] {
  const perCall = 32;
  const found: number[] = [];
  for (;;) {
    const objects = Buffer.alloc(perCall * layout.word);
    const count = Buffer.alloc(layout.word);
    read(objects, count, perCall);
    const got = layout.readWord(count, 0);
    if (got === 0 || found.length > 4096) return found;
    for (let index = 0; index < got; index++) found.push(layout.readWord(objects, index * layout.word));
  }
}

function attribute(layout: Layout, call: Call, session: number, object: number, type: number): Uint8Array | undefined {
  try {
    const asked = layout.triples([{ type, value: Buffer.alloc(0) }]);
    call('C_GetAttributeValue', session, object, asked, 1);
    const length = layout.lengthOf(asked, 0);
    if (length === undefined) return undefined;
    const value = Buffer.alloc(length);
    const template = layout.triples([{ type, value }]);
    call('C_GetAttributeValue', session, object, template, 1);
    return new Uint8Array(value);
  } catch (error) {
    const hidden: number[] = [CKR.attributeSensitive, CKR.attributeTypeInvalid];
    if (error instanceof CryptokiError && hidden.includes(error.code)) return undefined;
    throw error;
  }
}
