import { composeDossier } from '../../shared/dossiers/compose.ts';
import type { AttachmentFacts, DossierFacts } from '../../shared/dossiers/facts.ts';
import { translator } from '../../shared/i18n/translate.ts';
import type { LoadedTemplate } from '../../shared/dossiers/template.ts';
import type { JobControl } from '../../shared/lib/contract.ts';
import { AppError } from '../../shared/lib/errors.ts';
import type { FileRef } from '../../shared/lib/file-ref.ts';
import type { ReportDocument } from '../../shared/report/tree.ts';
import type { SliceContext } from '../context.ts';
import { docxMime, renderDocxInWorker } from '../docx/run.ts';
import { embeddedFiles } from '../signatures/contents-check.ts';
import { PdfFile } from '../signatures/pdf-reader.ts';
import { sha256 } from './collect.ts';
import { twinOf } from './earlier.ts';

/** A tree to be copied into an editable file. */
export interface EditableSource {
  document: ReportDocument;
  /** Snapshot of the facts the tree was composed from. */
  snapshot: string;
  /** Time written into the properties of the file. */
  at: Date;
  /** Name of the PDF the copy goes with. */
  fileName: string;
}

/**
 * The tree of a dossier as it was composed, from the facts inside its file: the record may say something else by now.
 * `bytes` are those of its first revision. Fails with reason `template-changed` where the template says something else by now.
 */
export function composedSource(
  { template, hash }: LoadedTemplate,
  fileName: string,
  composedAt: string,
  bytes: Uint8Array,
): EditableSource {
  const twin = twinOf(bytes);
  const facts: DossierFacts = { ...twin, packs: twin.packs ?? {}, attachments: attachmentsOf(bytes) };
  // A dossier made before templates were data names none.
  if ((facts.templateHash ?? hash) !== hash)
    throw new AppError('conflict', `template ${template.id} changed`, { reason: 'template-changed' });
  return { document: composeDossier(template, facts), snapshot: facts.snapshot, at: new Date(composedAt), fileName };
}

/** The files the PDF lists: those of the manifest, and the manifest itself. */
function attachmentsOf(bytes: Uint8Array): AttachmentFacts[] {
  const manifest = embeddedFiles(new PdfFile(bytes)).get('manifest.json')?.();
  if (!manifest) return [];
  const { parts, locale } = JSON.parse(Buffer.from(manifest).toString('utf8')) as {
    parts: AttachmentFacts[];
    locale: DossierFacts['locale'];
  };
  const description = translator(locale)('report.attached.manifest');
  return [...parts, { name: 'manifest.json', description, bytes: manifest.byteLength, sha256: sha256(manifest) }];
}

/** Makes the editable copy (DOCX) and hands it to the exchange. */
export async function editableCopy(
  context: SliceContext,
  { document, snapshot, at, fileName }: EditableSource,
  control: JobControl,
): Promise<FileRef> {
  control.progress(0, 1, 'dossiers.composing.editable');
  const note = translator(document.locale)('report.editable', { snapshot: snapshot.slice(0, 16) });
  const bytes = await renderDocxInWorker(context.pool, document, { createdAt: at, note }, control);
  return context.files.put(fileName.replace(/\.pdf$/, '.docx'), bytes, docxMime);
}
