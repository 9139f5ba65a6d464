import forge from 'node-forge';

/** A key for trying out signatures, and the authority that vouches for it and for nothing else. */
export interface DemoKey {
  p12: Uint8Array;
  /** Certificate of the made-up authority, PEM. */
  authority: string;
}

/** Printed into the certificate, so that a signature made with the key can never pass for a real one. */
const testLabel = 'Сынақ кілті / Тестовый ключ / Test key';

/**
 * Makes an RSA-2048 key for demonstrations: an own authority and a signer's certificate with a name, an organisation
 * and its BIN, both marked as a test key. Valid for ten years from `at`. Takes about a second.
 */
export function createDemoKey(options: {
  name: string;
  organisation: string;
  bin: string;
  password: string;
  at: Date;
}): DemoKey {
  const authorityKeys = forge.pki.rsa.generateKeyPair({ bits: 2048, e: 0x10001 });
  const signerKeys = forge.pki.rsa.generateKeyPair({ bits: 2048, e: 0x10001 });
  const authorityName = [...attributes({ CN: testLabel, O: 'Tizilim demo' })];
  const authority = certificate(authorityKeys.publicKey, options.at);
  authority.setSubject(authorityName);
  authority.setIssuer(authorityName);
  authority.setExtensions([
    { name: 'basicConstraints', cA: true, critical: true, pathLenConstraint: 0 },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    { name: 'subjectKeyIdentifier' },
  ]);
  authority.sign(authorityKeys.privateKey, forge.md.sha256.create());
  const signer = certificate(signerKeys.publicKey, options.at);
  signer.setSubject(
    attributes({ CN: options.name, title: testLabel, O: options.organisation, OU: `BIN${options.bin}`, C: 'KZ' }),
  );
  signer.setIssuer(authorityName);
  signer.setExtensions([
    { name: 'basicConstraints', cA: false },
    { name: 'keyUsage', digitalSignature: true, nonRepudiation: true, critical: true },
    { name: 'extKeyUsage', emailProtection: true },
    { name: 'subjectKeyIdentifier' },
  ]);
  signer.sign(authorityKeys.privateKey, forge.md.sha256.create());
  const container = forge.pkcs12.toPkcs12Asn1(signerKeys.privateKey, [signer, authority], options.password, {
    algorithm: '3des',
    friendlyName: 'test',
  });
  return {
    p12: new Uint8Array(Buffer.from(forge.asn1.toDer(container).getBytes(), 'latin1')),
    authority: forge.pki.certificateToPem(authority),
  };
}

function certificate(publicKey: forge.pki.rsa.PublicKey, at: Date): forge.pki.Certificate {
  const made = forge.pki.createCertificate();
  made.publicKey = publicKey;
  // The first bit stays clear: a serial number is a positive INTEGER (RFC 5280 section 4.1.2.2).
  made.serialNumber = `01${forge.util.bytesToHex(forge.random.getBytesSync(15))}`;
  made.validity.notBefore = new Date(at.getTime() - 60_000);
  made.validity.notAfter = new Date(Date.UTC(at.getUTCFullYear() + 10, at.getUTCMonth(), at.getUTCDate()));
  return made;
}

function attributes(values: Record<string, string>): forge.pki.CertificateField[] {
  const types: Record<string, string> = {
    CN: '2.5.4.3',
    title: '2.5.4.12',
    O: '2.5.4.10',
    OU: '2.5.4.11',
    C: '2.5.4.6',
  };
  return Object.entries(values).map(([short, value]) => ({
    type: types[short] ?? short,
    // A country is a PrintableString by definition; names need UTF-8 for Cyrillic.
    valueTagClass: (short === 'C'
      ? forge.asn1.Type.PRINTABLESTRING
      : forge.asn1.Type.UTF8) as unknown as forge.asn1.Class,
    value,
  }));
}
