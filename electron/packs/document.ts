import type { JobControl } from '../../shared/lib/contract.ts';
import type { Locale } from '../../shared/lib/schema.ts';
import type { ReportDocument } from '../../shared/report/tree.ts';
import type { Pack } from '../../shared/rules/pack.ts';
import type { Pool } from '../jobs/pool.ts';
import { renderPdfInWorker } from '../pdf/run.ts';

/** Makes the PDF of a readable pack: tagged, with places to sign; progress is reported in hundredths. */
export function renderPack(
  pool: Pool,
  document: ReportDocument,
  made: { createdAt: Date; hash: string },
  control: JobControl,
): Promise<Uint8Array> {
  return renderPdfInWorker(
    pool,
    document,
    {
      createdAt: made.createdAt,
      fileId: `${made.hash} ${document.locale}`,
      attachments: [],
      signatureFields: 'reserve',
    },
    { signal: control.signal, progress: (done, total) => control.progress(done, total, 'packTools.rendering') },
  );
}

/** File name of the document: pack, version and language. */
export function documentName(pack: Pack, locale: Locale): string {
  return `${pack.id} ${pack.version} ${locale}.pdf`;
}
