import { randomBytes } from 'node:crypto';
import { AsnConvert, AsnObjectIdentifierConverter, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  BasicConstraints,
  Certificate,
  CertificateList,
  Extension,
  Extensions,
  KeyUsage,
  KeyUsageFlags,
  Name,
  RelativeDistinguishedName,
  RevokedCertificate,
  SubjectPublicKeyInfo,
  TBSCertificate,
  TBSCertList,
  Time,
  Validity,
  Version,
} from '@peculiar/asn1-x509';
import forge from 'node-forge';
import { fromLittleEndian, gostPublicOf, signDigest, toLittleEndian } from '../../electron/signatures/gost.ts';
import { writeGostSignature } from '../../electron/signatures/gost-keys.ts';
import { streebog512 } from '../../electron/signatures/streebog.ts';

/** Identifiers of GOST 34.310-2015 as the national certificates carry them. */
const key512 = '1.2.398.3.10.1.1.2.2';
const set512 = '1.2.398.3.10.1.1.2.2.1';
const streebog = '1.2.398.3.10.1.3.3';
const signature512 = new AlgorithmIdentifier({ algorithm: '1.2.398.3.10.1.1.2.3.2' });

const exact = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer;
const oid = (value: string): Buffer => Buffer.from(AsnObjectIdentifierConverter.toASN(value).toBER(false));
const sequence = (...parts: Uint8Array[]): Buffer => wrap(0x30, ...parts);

function wrap(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const length = content.length < 128 ? [content.length] : [0x82, content.length >> 8, content.length & 255];
  return Buffer.concat([Uint8Array.of(tag, ...length), content]);
}

/** A key pair with the authority's power to issue. */
export interface GostPair {
  privateKey: bigint;
  certificate: Uint8Array;
  name: Name;
}

function nameOf(values: Record<string, string>): Name {
  return new Name(
    Object.entries(values).map(
      ([type, utf8String]) =>
        new RelativeDistinguishedName([new AttributeTypeAndValue({ type, value: new AttributeValue({ utf8String }) })]),
    ),
  );
}

function subjectKey(privateKey: bigint): SubjectPublicKeyInfo {
  const point = gostPublicOf(privateKey)?.toAffine();
  if (!point) throw new Error('No key');
  const coordinates = new Uint8Array([...toLittleEndian(point.x), ...toLittleEndian(point.y)]);
  return new SubjectPublicKeyInfo({
    algorithm: new AlgorithmIdentifier({ algorithm: key512, parameters: exact(sequence(oid(set512), oid(streebog))) }),
    subjectPublicKey: AsnConvert.serialize(new OctetString(exact(coordinates))),
  });
}

function sign(privateKey: bigint, bytes: ArrayBuffer): ArrayBuffer {
  return exact(writeGostSignature(signDigest(privateKey, streebog512(new Uint8Array(bytes)), randomBytes(64))));
}

const critical = (extnID: string, value: object): Extension =>
  new Extension({ extnID, critical: true, extnValue: new OctetString(AsnConvert.serialize(value)) });

function issue(privateKey: bigint, subject: Name, issuer: GostPair | undefined, serial: number): GostPair {
  const usage = issuer
    ? KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation
    : KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign;
  const body = new TBSCertificate({
    version: Version.v3,
    serialNumber: Uint8Array.of(serial).buffer,
    signature: signature512,
    issuer: issuer?.name ?? subject,
    validity: new Validity({ notBefore: new Date('2024-05-01T00:00:00Z'), notAfter: new Date('2034-05-01T00:00:00Z') }),
    subject,
    subjectPublicKeyInfo: subjectKey(privateKey),
    extensions: new Extensions([
      critical('2.5.29.19', new BasicConstraints({ cA: !issuer })),
      critical('2.5.29.15', new KeyUsage(usage)),
    ]),
  });
  const certificate = new Certificate({
    tbsCertificate: body,
    signatureAlgorithm: signature512,
    signatureValue: sign(issuer?.privateKey ?? privateKey, AsnConvert.serialize(body)),
  });
  return { privateKey, name: subject, certificate: new Uint8Array(AsnConvert.serialize(certificate)) };
}

/** A private key drawn anew. */
export function newPrivateKey(): bigint {
  return fromLittleEndian(randomBytes(63)) + 1n;
}

/** An authority and a signer it certified, all under the identifiers of Kazakhstan. */
export function makeGostPairs(): { authority: GostPair; signer: GostPair } {
  const authority = issue(newPrivateKey(), nameOf({ '2.5.4.3': 'ҰЛТТЫҚ СЫНАҚ ОРТАЛЫҒЫ (GOST)' }), undefined, 1);
  const person = { '2.5.4.10': '«Әділет» ЖШС', '2.5.4.11': 'BIN123456789012', '2.5.4.3': 'ҚОЖАХМЕТ ӘЙГЕРІМ' };
  return { authority, signer: issue(newPrivateKey(), nameOf(person), authority, 2) };
}

/** A revocation list of the authority with the serial numbers given, in force for two months. */
export function gostCrl(authority: GostPair, revoked: number[], from = new Date('2026-10-06T00:00:00Z')): Uint8Array {
  const body = new TBSCertList({
    version: Version.v2,
    signature: signature512,
    issuer: authority.name,
    thisUpdate: new Time(from),
    nextUpdate: new Time(new Date(from.getTime() + 60 * 86_400_000)),
    ...(revoked.length > 0
      ? {
          revokedCertificates: revoked.map(
            (serial) =>
              new RevokedCertificate({
                userCertificate: Uint8Array.of(serial).buffer,
                revocationDate: new Time(new Date('2026-10-01T00:00:00Z')),
              }),
          ),
        }
      : {}),
  });
  const list = new CertificateList({
    tbsCertList: body,
    signatureAlgorithm: signature512,
    signature: sign(authority.privateKey, AsnConvert.serialize(body)),
  });
  return new Uint8Array(AsnConvert.serialize(list));
}

/** A PKCS#8 structure; other identifiers make keys of older standards and sizes. */
export function gostPrivateKeyInfo(key: Uint8Array, algorithm = key512, parameters = set512): Uint8Array {
  return sequence(
    wrap(0x02, Uint8Array.of(0)),
    sequence(oid(algorithm), sequence(oid(parameters), oid(streebog))),
    wrap(0x04, wrap(0x04, key)),
  );
}

const hmacSha1 = (key: string, data: Buffer): Buffer => {
  const mac = forge.hmac.create();
  mac.start('sha1', key);
  mac.update(data.toString('latin1'));
  return Buffer.from(mac.digest().getBytes(), 'latin1');
};

/** A container in the form the national authority is said to issue: key under 3DES, integrity by HMAC with SHA-1. */
export function gostContainer(keyInfo: Uint8Array, certificates: Uint8Array[], password: string): Uint8Array {
  const data = '1.2.840.113549.1.7.1';
  const content = (bytes: Uint8Array): Buffer => sequence(oid(data), wrap(0xa0, wrap(0x04, bytes)));
  const info = forge.asn1.fromDer(Buffer.from(keyInfo).toString('latin1'));
  const shrouded = forge.pki.encryptPrivateKeyInfo(info, password, { algorithm: '3des' });
  const bag = (kind: string, value: Uint8Array): Buffer => sequence(oid(kind), wrap(0xa0, value));
  const keyBags = sequence(
    bag('1.2.840.113549.1.12.10.1.2', Buffer.from(forge.asn1.toDer(shrouded).getBytes(), 'latin1')),
  );
  const certificateBags = sequence(
    ...certificates.map((der) =>
      bag('1.2.840.113549.1.12.10.1.3', sequence(oid('1.2.840.113549.1.9.22.1'), wrap(0xa0, wrap(0x04, der)))),
    ),
  );
  const safe = sequence(content(certificateBags), content(keyBags));
  const salt = randomBytes(8);
  const pkcs12 = forge.pkcs12 as unknown as {
    generateKey(
      password: string,
      salt: forge.util.ByteBuffer,
      id: number,
      count: number,
      size: number,
    ): { getBytes(): string };
  };
  const macKey = pkcs12.generateKey(password, forge.util.createBuffer(salt.toString('latin1')), 3, 1024, 20).getBytes();
  const mac = sequence(
    sequence(sequence(oid('1.3.14.3.2.26'), Uint8Array.of(5, 0)), wrap(0x04, hmacSha1(macKey, safe))),
    wrap(0x04, salt),
    wrap(0x02, Uint8Array.of(4, 0)),
  );
  return new Uint8Array(sequence(wrap(0x02, Uint8Array.of(3)), content(safe), mac));
}
