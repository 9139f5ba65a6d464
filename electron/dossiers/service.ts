import type { Dossier, dossiers } from '../../shared/dossiers/contract.ts';
import { isOfSystem, type DossierFacts } from '../../shared/dossiers/facts.ts';
import { systemName } from '../../shared/dossiers/names.ts';
import { translator } from '../../shared/i18n/translate.ts';
import type { JobControl, SliceHandlers } from '../../shared/lib/contract.ts';
import { AppError } from '../../shared/lib/errors.ts';
import type { Locale } from '../../shared/lib/schema.ts';
import type { SliceContext } from '../context.ts';
import type { NationalClient } from '../ncalayer/client.ts';
import { renderPdfInWorker } from '../pdf/run.ts';
import { PdfFile } from '../signatures/pdf-reader.ts';
import { pageRefs } from '../signatures/pdf-fields.ts';
import { relevantData } from '../signatures/relevant-data.ts';
import { addValidationData } from '../signatures/validation-data.ts';
import { verifyInWorker } from '../signatures/run.ts';
import { sha256, type DossierChoice, type DossierSources } from './collect.ts';
import { createDocuments, type KnownRecords } from './documents.ts';
import { notEarlier } from './earlier.ts';
import { composedSource, editableCopy, type EditableSource } from './editable.ts';
import { createBatch } from './batch.ts';
import { createPages } from './pages.ts';
import { createPlaces, reservedPlaces } from './places.ts';
import { createSigning } from './signing.ts';
import { createStamps, isStampField } from './stamps.ts';
import { createDossiersStore, subjectOf, type DossierRow } from './store.ts';
import type { TemplateLibrary } from './templates.ts';

const pdfMime = 'application/pdf';
const withdrawn = (): AppError => new AppError('conflict', 'the dossier is withdrawn', { reason: 'dossier-withdrawn' });
const noDossier = (id: string): AppError => new AppError('not-found', `no dossier ${id}`, { reason: 'no-dossier' });

/** A file name that keeps Cyrillic and Kazakh letters and nothing a file system refuses. */
function nameOf(facts: DossierFacts, title: string): string {
  const { edition, locale, on: day, organisation } = facts;
  const code = isOfSystem(facts) ? facts.system.code : organisation.bin;
  const words = translator(locale)(`dossiers.editions.${edition}.file`);
  return `${code} ${title} (${words}) ${locale} ${day}.pdf`.trim().replaceAll(/[\\/:*?"<>|\u0000-\u001f]/g, '_');
}

function revisionName(name: string, revision: number): string {
  return name.replace(/\.pdf$/, ` r${revision}.pdf`);
}

/** Composes, keeps, signs and verifies dossiers. */
export function createDossiersService(
  context: SliceContext,
  sources: DossierSources & {
    signatures: { certificates(): Uint8Array[]; crls(): Uint8Array[]; ocsps(): Uint8Array[] };
    templates: TemplateLibrary;
    nationalClient: NationalClient;
    locale(): Locale;
  },
) {
  const store = createDossiersStore(context.db);
  const { templates } = sources;
  const documents = createDocuments(context, sources, { store, templates });

  function required(id: string): { row: DossierRow; bytes: Uint8Array } {
    const row = store.get(id);
    const bytes = store.bytes(id);
    if (!row || !bytes) throw noDossier(id);
    return { row, bytes };
  }

  const stamps = createStamps(context, {
    store,
    required,
    label: (row) => translator(row.locale)('report.stamp.timeStamp'),
  });

  const placesOf = createPlaces(store);
  const signing = createSigning(context, {
    store,
    placesOf,
    signable: changeable,
    organisationBin: () => sources.organisation().bin,
    nationalClient: sources.nationalClient,
    locale: sources.locale,
  });

  /** The dossier and its newest file where a revision may be added now. */
  function changeable(id: string): { row: DossierRow; bytes: Uint8Array } {
    const found = required(id);
    if (found.row.withdrawn !== null) throw withdrawn();
    stamps.refuseWhileWaiting(id);
    return found;
  }

  /** `known` keeps what the records say today for one listing, since several dossiers rest on one system. */
  function toDossier(row: DossierRow, known: KnownRecords = new Map()): Dossier {
    const subject = documents.today(row, known);
    const revisions = store.revisions(row.id);
    const newest = revisions.at(-1);
    return {
      id: row.id,
      system: row.systemId,
      systemCode: subject.code,
      systemName: subject.name,
      template: row.template,
      title: documents.titleOf(row),
      edition: row.edition,
      locale: row.locale,
      since: row.since,
      draft: row.draft === 1,
      fileName: row.fileName,
      pages: row.pages,
      bytes: newest?.size ?? 0,
      sha256: newest?.sha256 ?? '',
      composedAt: row.composedAt,
      signatures: revisions.flatMap(({ revision, field, signer, madeAt, detached }) =>
        field && signer
          ? [
              {
                kind: isStampField(field) ? ('time-stamp' as const) : ('signature' as const),
                field,
                signer,
                at: madeAt,
                revision,
                detached: detached === 1,
              },
            ]
          : [],
      ),
      places: placesOf(row),
      stampRequestedAt: store.stamp(row.id)?.requestedAt ?? null,
      stale: subject.mark !== row.snapshot,
    };
  }

  function refuseWithdrawn({ since }: DossierChoice): void {
    if (since !== null && required(since).row.withdrawn !== null) throw notEarlier(since);
  }

  async function compose(choice: DossierChoice, control: JobControl): Promise<Dossier> {
    control.progress(0, 100, 'dossiers.composing.facts');
    refuseWithdrawn(choice);
    const { facts, loaded, packs, files, document, mark } = documents.make(choice);
    const createdAt = context.now();
    const bytes = await renderPdfInWorker(
      context.pool,
      document,
      { createdAt, fileId: facts.snapshot, attachments: files, signatureFields: 'reserve' },
      { signal: control.signal, progress: (done, total) => control.progress(done, total, 'dossiers.composing.pages') },
    );
    const system = isOfSystem(facts) ? facts.system : null;
    const row = {
      id: context.newId(),
      systemId: choice.system,
      versionId: system && (system.versions.find(({ current }) => current)?.id ?? ''),
      template: choice.template,
      templateHash: loaded.hash,
      title: loaded.template.title,
      packs,
      edition: choice.edition,
      since: choice.since,
      locale: choice.locale,
      draft: document.watermark === null ? 0 : 1,
      fileName: nameOf(facts, document.title),
      pages: pageRefs(new PdfFile(bytes)).length,
      snapshot: mark,
      composedAt: createdAt.toISOString(),
      places: JSON.stringify(reservedPlaces(bytes)),
    };
    const hash = sha256(bytes);
    context.transact('dossiers.compose', () => {
      store.insert(row);
      store.insertRevision({
        dossier: row.id,
        revision: 1,
        sha256: hash,
        bytes,
        field: null,
        signer: null,
        madeAt: row.composedAt,
      });
      context.ledger.append({
        kind: 'dossier.compose',
        subject: subjectOf(row),
        body: {
          dossier: row.id,
          template: row.template,
          templateHash: row.templateHash,
          edition: row.edition,
          locale: row.locale,
          ...(row.since === null ? {} : { since: row.since }),
          draft: row.draft === 1,
          snapshot: facts.snapshot,
          sha256: hash,
          ledger: facts.ledger,
        },
      });
    });
    return toDossier({ ...row, withdrawn: null });
  }

  function editableSource(input: { id: string } | DossierChoice): EditableSource {
    if ('id' in input) {
      const { row, bytes } = required(input.id);
      return composedSource(
        templates.get(row.template),
        row.fileName,
        row.composedAt,
        store.bytesAt(row.id, 1) ?? bytes,
      );
    }
    const { facts, document } = documents.make(input);
    const name = nameOf(facts, document.title);
    return { document, snapshot: facts.snapshot, at: context.now(), fileName: name };
  }

  function keepValidationData(id: string): Dossier {
    const { row, bytes } = changeable(id);
    const { signatures } = sources;
    const data = relevantData(bytes, {
      certificates: signatures.certificates(),
      crls: signatures.crls(),
      ocsps: signatures.ocsps(),
    });
    const at = context.now();
    const grown = addValidationData(bytes, data, at);
    if (grown === bytes) throw new AppError('conflict', 'nothing to add', { reason: 'no-validation-data' });
    const hash = sha256(grown);
    const revision = store.revisions(id).length + 1;
    context.transact('dossiers.addValidationData', () => {
      store.insertRevision({
        dossier: id,
        revision,
        sha256: hash,
        bytes: grown,
        field: null,
        signer: null,
        madeAt: at.toISOString(),
      });
      context.ledger.append({
        kind: 'dossier.validation-data',
        subject: subjectOf(row),
        body: {
          dossier: id,
          certificates: data.certificates.length,
          lists: data.crls.length,
          responses: data.ocsps.length,
          sha256: hash,
        },
      });
    });
    return toDossier(row);
  }

  const handlers: SliceHandlers<typeof dossiers> = {
    templates: () =>
      templates.all().map(({ template, hash }) => {
        const { id, title, description, scope, layout, editions, evidence } = template;
        return { id, title, description, scope, layout, editions, evidence, hash };
      }),
    readiness: (choice) => {
      const { draftReasons, items } = documents.readinessFor(choice);
      return { ready: draftReasons.length === 0, draftReasons, items };
    },
    preview: (choice) => documents.make(choice).document,
    ...createPages(context, {
      required,
      documentOf: (choice) => {
        refuseWithdrawn(choice);
        const { document, facts } = documents.make(choice);
        return { document, snapshot: facts.snapshot };
      },
    }),
    compose,
    ...createBatch(context, {
      compose,
      draftReasons: (choice) => documents.readinessFor(choice).draftReasons,
      nameOf: ({ system: id, locale }) => {
        const system = sources.systems.get(id);
        return { code: system.code, name: systemName({ system, locale }) };
      },
      sized: (id) => {
        const row = store.get(id);
        if (!row) throw noDossier(id);
        return { row, size: store.revisions(id).at(-1)?.size ?? 0 };
      },
      bytes: (id) => required(id).bytes,
    }),
    list: ({ system }) => {
      const known: KnownRecords = new Map();
      return store.list(system ?? null).map((row) => toDossier(row, known));
    },
    get: ({ id }) => toDossier(required(id).row),
    download: async ({ id, revision }) => {
      const { row, bytes } = required(id);
      if (revision === undefined) return Promise.resolve(context.files.put(row.fileName, bytes, pdfMime));
      const earlier = store.bytesAt(id, revision);
      if (!earlier) throw new AppError('not-found', `no revision ${revision}`, { reason: 'no-dossier' });
      return Promise.resolve(context.files.put(revisionName(row.fileName, revision), earlier, pdfMime));
    },
    editable: async (input, control) => editableCopy(context, editableSource(input), control),
    detached: async ({ id, revision }) => {
      const { row } = required(id);
      const cms = store.detached(id, revision);
      if (!cms) throw new AppError('not-found', `no detached signature ${revision}`, { reason: 'no-detached' });
      const isNewest = store.revisions(id).at(-1)?.revision === revision;
      const name = isNewest ? row.fileName : revisionName(row.fileName, revision);
      return Promise.resolve(context.files.put(`${name}.cms`, cms, 'application/pkcs7-signature'));
    },
    keyInfo: async ({ key }, control) => signing.keyInfo(key, control),
    sign: async (request, control) => toDossier(await signing.sign(request, control)),
    verify: async (input, control) => {
      const file =
        'id' in input
          ? { name: required(input.id).row.fileName, bytes: required(input.id).bytes }
          : context.files.take(input.file);
      const { signatures } = sources;
      const options = {
        trust: signatures.certificates(),
        crls: signatures.crls(),
        ocsps: signatures.ocsps(),
        now: context.now(),
      };
      const checked = await verifyInWorker(context.pool, file.bytes, options, control);
      return { fileName: file.name, bytes: file.bytes.byteLength, ...checked };
    },
    requestStamp: async ({ id, digest, national }) => {
      const { row } = required(id);
      if (row.withdrawn !== null) throw withdrawn();
      const name = row.fileName.replace(/\.pdf$/, '.tsq');
      return Promise.resolve(
        context.files.put(name, stamps.request(id, { digest, national }), 'application/timestamp-query'),
      );
    },
    attachStamp: async ({ id, file }) => {
      stamps.attach(id, context.files.take(file).bytes);
      return Promise.resolve(toDossier(required(id).row));
    },
    cancelStamp: ({ id }) => {
      stamps.cancel(id);
      context.changed('dossiers');
      return toDossier(required(id).row);
    },
    addValidationData: async ({ id }) => Promise.resolve(keepValidationData(id)),
    withdraw: ({ id, reason }) => {
      const { row } = required(id);
      if (row.withdrawn !== null) throw withdrawn();
      store.withdraw(id, reason);
      context.ledger.append({ kind: 'dossier.withdraw', subject: subjectOf(row), body: { dossier: id, reason } });
      return null;
    },
  };
  return {
    handlers,
    /** What a dossier of a template of systems would state of a system today, in an edition. */
    stated: documents.stated,
  };
}
export type DossiersService = ReturnType<typeof createDossiersService>;
