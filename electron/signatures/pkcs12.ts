import { createPrivateKey, createPublicKey, randomBytes, X509Certificate } from 'node:crypto';
import forge from 'node-forge';
import { AppError } from '../../shared/lib/errors.ts';
import { isGostAlgorithm, maySign, orderChain, parseCertificate, type ParsedCertificate } from './certificate.ts';
import { readElement } from './der.ts';
import { gostPublicOf, signDigest } from './gost.ts';
import { readGostKey, readGostPrivateKey, writeGostSignature } from './gost-keys.ts';
import { decrypt, elements, macFits, notPkcs12, objectId, octets } from './pkcs12-encryption.ts';
import { algorithmFor, signWith, type SignatureAlgorithm, type SigningKey } from './signing-key.ts';
import { streebog512 } from './streebog.ts';

const oid = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certBag: '1.2.840.113549.1.12.10.1.3',
  nestedBag: '1.2.840.113549.1.12.10.1.6',
  x509: '1.2.840.113549.1.9.22.1',
} as const;

/** Containers of people are a few KiB; anything much larger is not a personal key. */
const maximumSize = 4 * 1024 * 1024;

/** What a container holds, decrypted: private keys (PKCS#8, DER) and certificates (DER). */
export interface Pkcs12Contents {
  keys: Uint8Array[];
  certificates: Uint8Array[];
}

/** A private key of a container, ready for use. */
interface OpenedKey {
  /** Undefined for kinds of keys that cannot sign here. */
  algorithm: SignatureAlgorithm | undefined;
  belongsTo(certificate: ParsedCertificate): boolean;
  sign(bytes: Uint8Array): Uint8Array;
}

/**
 * Opens a PKCS#12 container (`.p12`, `.pfx`) with RSA, EC or GOST 34.310-2015 keys (512 bits), from current PBES2 down to RC2-40.
 * Gives the key together with the certificate that belongs to it and the certificates above it.
 *
 * Errors: `forbidden` (`wrong-password`); `invalid` with reason `not-pkcs12`, `gost-key` (GOST of another kind), `key-unsupported`,
 * `no-private-key`, `no-certificate` (none fits the key) or `pkcs12-algorithm`.
 */
export function openPkcs12(bytes: Uint8Array, password: string): SigningKey {
  return signingKeyOf(unlockPkcs12(bytes, password));
}

/** The key of an unlocked container; errors as in `openPkcs12`. */
export function signingKeyOf({ keys, certificates }: Pkcs12Contents): SigningKey {
  if (keys.length === 0) {
    throw new AppError('invalid', 'The container has no private key', { reason: 'no-private-key' });
  }
  const parsed = certificates.flatMap((der) => {
    try {
      return [parseCertificate(der)];
    } catch {
      return [];
    }
  });
  const candidates = keys.flatMap((der) => {
    const key = importKey(Buffer.from(der));
    const certificate = parsed.find((own) => key.belongsTo(own));
    return certificate ? [{ key, certificate }] : [];
  });
  const chosen = candidates.find((own) => maySign(own.certificate.usage)) ?? candidates[0];
  if (!chosen) throw new AppError('invalid', 'No certificate fits the private key', { reason: 'no-certificate' });
  const { algorithm } = chosen.key;
  if (!algorithm) throw new AppError('invalid', 'Unsupported kind of key', { reason: 'key-unsupported' });
  return {
    algorithm,
    certificate: chosen.certificate.der,
    chain: orderChain(chosen.certificate, parsed),
    info: chosen.certificate.info,
    sign: (data) => chosen.key.sign(data),
  };
}

/** Decrypts a container, for as long as its number of iterations takes. Fails with `wrong-password`, `not-pkcs12` or `pkcs12-algorithm`. */
export function unlockPkcs12(bytes: Uint8Array, password: string): Pkcs12Contents {
  if (bytes.length > maximumSize) throw notPkcs12();
  try {
    return unpack(bytes, password);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw notPkcs12(error);
  }
}

function unpack(bytes: Uint8Array, password: string): Pkcs12Contents {
  // The lenient parser below would take a cut container for a shorter one.
  if (!readElement(bytes, 0)) throw notPkcs12();
  const [version, authenticated, macData] = elements(parse(Buffer.from(bytes)));
  if (octets(version).toString('hex') !== '03') throw notPkcs12();
  const [kind, content] = elements(authenticated);
  if (objectId(kind) !== oid.data) throw notPkcs12();
  const safe = octets(elements(content)[0]);
  if (macData && !macFits(macData, safe, password)) throw wrongPassword();
  const result: Pkcs12Contents = { keys: [], certificates: [] };
  for (const part of elements(parse(safe))) readPart(part, password, result);
  return result;
}

function readPart(part: forge.asn1.Asn1, password: string, result: Pkcs12Contents): void {
  const [kindNode, content] = elements(part);
  const kind = objectId(kindNode);
  const inner = elements(content)[0];
  if (kind === oid.data) readBags(parse(octets(inner)), password, result, 0);
  else if (kind === oid.encryptedData) {
    const [, algorithm, encrypted] = elements(elements(inner)[1]);
    readBags(opened(algorithm, octets(encrypted), password), password, result, 0);
  }
}

function readBags(bags: forge.asn1.Asn1, password: string, result: Pkcs12Contents, depth: number): void {
  if (depth > 4) throw notPkcs12();
  for (const bag of elements(bags)) {
    const [kindNode, wrapped] = elements(bag);
    const kind = objectId(kindNode);
    const value = elements(wrapped)[0];
    if (kind === oid.keyBag && value) {
      result.keys.push(Buffer.from(forge.asn1.toDer(value).getBytes(), 'latin1'));
    } else if (kind === oid.shroudedKeyBag) {
      const [algorithm, encrypted] = elements(value);
      const key = opened(algorithm, octets(encrypted), password);
      result.keys.push(Buffer.from(forge.asn1.toDer(key).getBytes(), 'latin1'));
    } else if (kind === oid.certBag) {
      const [form, certificate] = elements(value);
      if (objectId(form) === oid.x509) result.certificates.push(new Uint8Array(octets(elements(certificate)[0])));
    } else if (kind === oid.nestedBag && value) {
      readBags(value, password, result, depth + 1);
    }
  }
}

/** Decrypts and parses. Padding or structure that does not fit means a wrong password where no integrity code is. */
function opened(algorithm: forge.asn1.Asn1 | undefined, data: Buffer, password: string): forge.asn1.Asn1 {
  try {
    return parse(decrypt(algorithm, data, password));
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw wrongPassword(error);
  }
}

function parse(bytes: Buffer): forge.asn1.Asn1 {
  return forge.asn1.fromDer(forge.util.createBuffer(bytes.toString('latin1')), false);
}

function wrongPassword(cause?: unknown): AppError {
  return new AppError('forbidden', 'The password does not open the container', { reason: 'wrong-password', cause });
}

function importKey(der: Buffer): OpenedKey {
  const [, named, wrapped] = elements(parse(der));
  const [identifier, parameters] = elements(named);
  const algorithm = objectId(identifier);
  if (isGostAlgorithm(algorithm)) return importGostKey(algorithm, parameters, octets(wrapped));
  try {
    const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    const own = algorithmFor(key);
    return {
      algorithm: own,
      belongsTo: (certificate) => {
        try {
          return new X509Certificate(certificate.der).publicKey.equals(createPublicKey(key));
        } catch {
          return false;
        }
      },
      sign: (bytes) => (own ? signWith(key, own, bytes) : new Uint8Array()),
    };
  } catch (error) {
    throw new AppError('invalid', 'Unsupported kind of key', {
      reason: 'key-unsupported',
      details: { algorithm },
      cause: error,
    });
  }
}

function importGostKey(algorithm: string, parameters: forge.asn1.Asn1 | undefined, bytes: Buffer): OpenedKey {
  const encoded = parameters && Buffer.from(forge.asn1.toDer(parameters).getBytes(), 'latin1');
  const key = readGostPrivateKey({ oid: algorithm, parameters: encoded }, bytes);
  const publicKey = key === undefined ? undefined : gostPublicOf(key);
  if (key === undefined || !publicKey) {
    throw new AppError('invalid', 'This kind of GOST key cannot be used here', {
      reason: 'gost-key',
      details: { algorithm },
    });
  }
  return {
    algorithm: 'gost-2015-512',
    belongsTo: ({ certificate }) => {
      const own = readGostKey(certificate.tbsCertificate.subjectPublicKeyInfo);
      return typeof own === 'object' && own.publicKey.equals(publicKey);
    },
    sign: (data) => writeGostSignature(signDigest(key, streebog512(data), randomBytes(64))),
  };
}
