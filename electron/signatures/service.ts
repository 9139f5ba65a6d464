import { createHash } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import { CertificateList } from '@peculiar/asn1-x509';
import type { Database } from 'better-sqlite3';
import type { SliceHandlers } from '../../shared/lib/contract.ts';
import { AppError } from '../../shared/lib/errors.ts';
import type { signatures, TrustItem } from '../../shared/signatures/contract.ts';
import type { SliceContext } from '../context.ts';
import { nameText, parseCertificate, pemOrDer } from './certificate.ts';
import { parseOcsp } from './ocsp.ts';
import { standAloneVerifier, verifierName } from './stand-alone.ts';

type TrustFacts = Omit<TrustItem, 'id' | 'fileName' | 'addedAt'> & { der: Uint8Array };

function createTrustStore(db: Database) {
  const list = db.prepare<[], TrustItem>(
    `select id, kind, subject, valid_from as "from", valid_until as until, file_name as fileName, sha256, added_at as addedAt
     from trust order by kind, subject`,
  );
  const find = db.prepare<{ sha256: string }, { id: string }>('select id from trust where sha256 = :sha256');
  const ders = db.prepare<{ kind: string }, { der: Buffer }>(
    'select der from trust where kind = :kind order by subject',
  );
  const insert = db.prepare(
    `insert into trust (id, kind, subject, valid_from, valid_until, file_name, sha256, der, added_at)
     values (:id, :kind, :subject, :from, :until, :fileName, :sha256, :der, :addedAt)`,
  );
  const remove = db.prepare('delete from trust where id = :id');
  return {
    list: () => list.all(),
    has: (sha256: string) => find.get({ sha256 }) !== undefined,
    ders: (kind: TrustItem['kind']): Uint8Array[] => ders.all({ kind }).map(({ der }) => der),
    insert: (item: TrustItem & { der: Uint8Array }) => insert.run({ ...item, der: Buffer.from(item.der) }),
    remove: (id: string) => remove.run({ id }).changes > 0,
  };
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function readCertificate(der: Uint8Array): TrustFacts {
  const { info } = parseCertificate(der);
  return {
    kind: 'certificate',
    subject: info.subject,
    from: info.notBefore,
    until: info.notAfter,
    sha256: sha256(der),
    der,
  };
}

function readRevocationList(der: Uint8Array): TrustFacts {
  const { tbsCertList } = AsnConvert.parse(der, CertificateList);
  return {
    kind: 'crl',
    subject: nameText(tbsCertList.issuer),
    from: tbsCertList.thisUpdate.getTime().toISOString(),
    until: tbsCertList.nextUpdate?.getTime().toISOString() ?? null,
    sha256: sha256(der),
    der,
  };
}

function readOcsp(der: Uint8Array): TrustFacts {
  const { responder, producedAt, nextUpdate } = parseOcsp(der);
  return {
    kind: 'ocsp',
    subject: responder,
    from: producedAt.toISOString(),
    until: nextUpdate?.toISOString() ?? null,
    sha256: sha256(der),
    der,
  };
}

function read(name: string, bytes: Uint8Array): TrustFacts[] {
  const attempts = [
    () => pemOrDer(bytes, 'CERTIFICATE').map(readCertificate),
    () => pemOrDer(bytes, 'X509 CRL').map(readRevocationList),
    () => pemOrDer(bytes, 'OCSP RESPONSE').map(readOcsp),
  ];
  for (const attempt of attempts) {
    try {
      return attempt();
    } catch {
      // The next kind is tried; a file that is neither is refused below.
    }
  }
  throw new AppError('invalid', `${name} holds neither certificate nor revocation data`, {
    reason: 'not-a-certificate',
    details: { name },
  });
}

/** CA certificates, revocation lists and OCSP responses of a workspace, against which signatures are checked. */
export function createSignaturesService(context: SliceContext) {
  const store = createTrustStore(context.db);
  const handlers: SliceHandlers<typeof signatures> = {
    trust: () => store.list(),
    addTrust: ({ file }) => {
      const { name, bytes } = context.files.take(file);
      const found = new Map(read(name, bytes).map((item) => [item.sha256, item] as const));
      const items = [...found.values()].filter((item) => !store.has(item.sha256));
      if (items.length === 0)
        throw new AppError('conflict', `${name} is in the store`, { reason: 'trust-known', details: { name } });
      for (const item of items) {
        const id = context.newId();
        store.insert({ ...item, id, fileName: name, addedAt: context.now().toISOString() });
        context.ledger.append({
          kind: 'trust.add',
          subject: 'trust',
          body: { kind: item.kind, name: item.subject, sha256: item.sha256, fileName: name },
        });
      }
      return store.list();
    },
    verifier: async () => Promise.resolve(context.files.put(verifierName, standAloneVerifier(), 'text/javascript')),
    removeTrust: ({ id }) => {
      const item = store.list().find((entry) => entry.id === id);
      if (!item || !store.remove(id)) throw new AppError('not-found', `no trust item ${id}`, { reason: 'no-entry' });
      context.ledger.append({
        kind: 'trust.remove',
        subject: 'trust',
        body: { kind: item.kind, name: item.subject, sha256: item.sha256 },
      });
      return store.list();
    },
  };
  return {
    handlers,
    certificates: () => store.ders('certificate'),
    crls: () => store.ders('crl'),
    ocsps: () => store.ders('ocsp'),
  };
}
