import type { SliceHandlers, JobControl } from '../../shared/lib/contract.ts';
import { AppError } from '../../shared/lib/errors.ts';
import type { FileRef } from '../../shared/lib/file-ref.ts';
import { groupedHash } from '../../shared/packs/fingerprint.ts';
import type {
  PackInspection,
  packs,
  PackPublisher,
  PackVersion,
  TrustedPublisher,
} from '../../shared/packs/contract.ts';
import { compareVersions } from '../../shared/packs/version.ts';
import type { SliceContext } from '../context.ts';
import { examinePackFile, type Examination } from './examine.ts';
import { maximumPackFileBytes, readPublisherKey } from './pack-file.ts';
import { createPacksStore } from './store.ts';
import type { WorkspaceLibrary } from './workspace-library.ts';

/** The calls of the packs that need an open workspace. */
export type PackInstallation = Pick<
  SliceHandlers<typeof packs>,
  'versions' | 'inspect' | 'install' | 'activate' | 'publishers' | 'readPublisher' | 'addPublisher' | 'removePublisher'
>;

/** Forwards the calls to the workspace that is open at that moment. */
export function forwardedPacks(open: () => PackInstallation): PackInstallation {
  return {
    versions: (input) => open().versions(input),
    inspect: async (input, control) => open().inspect(input, control),
    install: async (input, control) => open().install(input, control),
    activate: (input) => open().activate(input),
    publishers: (input) => open().publishers(input),
    readPublisher: (input) => open().readPublisher(input),
    addPublisher: (input) => open().addPublisher(input),
    removePublisher: (input) => open().removePublisher(input),
  };
}

/** Packs from files, the versions of a workspace and the publishers it trusts. */
export function createPackInstallation(
  context: SliceContext,
  library: WorkspaceLibrary,
  actor: () => string,
): PackInstallation {
  const store = createPacksStore(context.db);

  const publisherOf = (fingerprint: string, name: string): PackPublisher => {
    const known = store.publishers().find((publisher) => publisher.fingerprint === fingerprint);
    return { name: known?.name ?? name, fingerprint, trusted: known !== undefined };
  };
  const pinsOf = (id: string) => store.pins().filter((pin) => pin.id === id);
  const activeOf = (id: string) => library.active().find((facts) => facts.id === id);

  function versions(id: string): PackVersion[] {
    const pins = pinsOf(id);
    const active = activeOf(id);
    return library
      .versions(id)
      .map(({ hash, version, lawTextDate, origin, publisher, fingerprint, addedAt, addedBy }) => ({
        hash,
        version,
        lawTextDate,
        origin,
        publisher: publisher !== null && fingerprint !== null ? publisherOf(fingerprint, publisher) : null,
        addedAt,
        addedBy,
        active: hash === active?.hash,
        pinned: pins.find((pin) => pin.hash === hash)?.n ?? 0,
      }));
  }

  /** Every check, those against the workspace included. */
  async function examine(file: FileRef, control: JobControl): Promise<Examination> {
    const { bytes } = context.files.take(file);
    const trusted = store.publishers().map(({ fingerprint }) => fingerprint);
    // What is too large is not copied into a thread; no check after the size looks at it.
    if (bytes.byteLength > maximumPackFileBytes) {
      const found = examinePackFile(bytes, trusted, () => undefined);
      return { ...found, ...checkVersion(found) };
    }
    const worker = new URL(`./examine.worker${import.meta.url.slice(-3)}`, import.meta.url);
    const found = await context.pool.run<Examination>(worker, { bytes, trusted }, control);
    return { ...found, ...checkVersion(found) };
  }

  function checkVersion(found: Examination): Pick<Examination, 'checks' | 'refusal' | 'kept'> {
    const refusal = found.refusal ?? (found.pack ? versionRefusal(found.pack) : null);
    const state = found.refusal ? 'not-run' : refusal ? 'failed' : 'passed';
    return {
      checks: [...found.checks, { name: 'version', state, details: {} }],
      refusal,
      kept: refusal ? null : found.kept,
    };
  }

  /** One number of a pack is one content, everywhere and for good. */
  function versionRefusal({ id, version, hash }: NonNullable<Examination['pack']>): Examination['refusal'] {
    if (!activeOf(id)) return null;
    const same = library.versions(id).filter((facts) => facts.hash === hash || facts.version === version);
    if (same.length === 0) return null;
    const reason = same.some((facts) => facts.hash === hash) ? 'pack-present' : 'pack-version-taken';
    return { reason, details: { id, version } };
  }

  function describe(found: Examination): PackInspection {
    const { pack, signer, checks, problems, refusal } = found;
    const active = pack ? activeOf(pack.id) : undefined;
    return {
      pack,
      publisher: signer ? publisherOf(signer.fingerprint, signer.publisher) : null,
      checks,
      problems,
      refusal,
      active:
        pack && active
          ? {
              version: active.version,
              hash: active.hash,
              lawTextDate: active.lawTextDate,
              order: compareVersions(pack.version, active.version) > 0 ? 'newer' : 'older',
            }
          : null,
      pinned: pack ? pinsOf(pack.id).reduce((sum, { n }) => sum + n, 0) : 0,
    };
  }

  /** The pages that show what a pack says have to read again. */
  const packsChanged = (): void => ['assessments', 'systems'].forEach((topic) => context.changed(topic));

  const publishers = (): TrustedPublisher[] => store.publishers();

  return {
    versions: ({ id }) => versions(id),
    inspect: async ({ file }, control) => describe(await examine(file, control)),
    install: async ({ file }, control) => {
      const found = await examine(file, control);
      const { pack, signer, kept, refusal } = found;
      if (refusal) throw new AppError('invalid', `pack refused: ${refusal.reason}`, refusal);
      if (!pack || !signer || !kept) throw new Error('a pack passed without being read');
      const { id, version, hash, lawTextDate } = pack;
      return context.transact('packs.install', () => {
        // The checks took time: another install, or the end of the trust, may have come first.
        const late = versionRefusal(pack);
        if (late) throw new AppError('conflict', `pack refused: ${late.reason}`, late);
        const publisher = publisherOf(signer.fingerprint, signer.publisher);
        if (!publisher.trusted)
          throw new AppError('forbidden', 'the key is no longer trusted', {
            reason: 'unknown-publisher',
            details: { publisher: publisher.name, fingerprint: groupedHash(publisher.fingerprint) },
          });
        const before = activeOf(id);
        const { name, fingerprint } = publisher;
        library.keepSigned({ ...{ id, version, hash, lawTextDate }, ...kept, publisher: name, fingerprint });
        library.activate(id, hash);
        context.ledger.append({
          kind: 'pack.install',
          subject: 'packs',
          body: {
            pack: id,
            version,
            hash,
            publisher: name,
            fingerprint,
            fileName: file.name,
            before: before ? { version: before.version, hash: before.hash } : null,
          },
        });
        packsChanged();
        return { id, version, hash };
      });
    },
    activate: ({ id, hash }) => {
      const before = activeOf(id);
      if (before?.hash === hash)
        throw new AppError('conflict', `${hash} is active`, {
          reason: 'pack-is-active',
          details: { version: before.version },
        });
      library.activate(id, hash);
      const after = activeOf(id);
      context.ledger.append({
        kind: 'pack.activate',
        subject: 'packs',
        body: {
          pack: id,
          version: after?.version ?? '',
          hash,
          before: before ? { version: before.version, hash: before.hash } : null,
        },
      });
      packsChanged();
      return versions(id);
    },
    publishers,
    readPublisher: ({ file }) => {
      const { name, bytes } = context.files.take(file);
      const { fingerprint } = readPublisherKey(name, bytes);
      return { fingerprint, known: publishers().find((publisher) => publisher.fingerprint === fingerprint) ?? null };
    },
    addPublisher: ({ file, name, note, fingerprint: confirmed }) => {
      const { key, fingerprint } = readPublisherKey(file.name, context.files.take(file).bytes);
      if (fingerprint !== confirmed)
        throw new AppError('conflict', 'another fingerprint was confirmed', { reason: 'fingerprint-differs' });
      const known = publishers().find((publisher) => publisher.fingerprint === fingerprint);
      if (known)
        throw new AppError('conflict', `${fingerprint} is trusted`, {
          reason: 'publisher-known',
          details: { name: known.name },
        });
      store.addPublisher({ fingerprint, name, note, key, addedAt: context.now().toISOString(), addedBy: actor() });
      context.ledger.append({ kind: 'publisher.add', subject: 'packs', body: { name, fingerprint, note } });
      return publishers();
    },
    removePublisher: ({ fingerprint }) => {
      const known = publishers().find((publisher) => publisher.fingerprint === fingerprint);
      if (!known) throw new AppError('not-found', `no publisher ${fingerprint}`, { reason: 'no-publisher' });
      store.removePublisher(fingerprint);
      context.ledger.append({ kind: 'publisher.remove', subject: 'packs', body: { name: known.name, fingerprint } });
      return publishers();
    },
  };
}
