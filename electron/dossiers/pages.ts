import type { dossiers } from '../../shared/dossiers/contract.ts';
import type { SliceHandlers } from '../../shared/lib/contract.ts';
import type { ReportDocument } from '../../shared/report/tree.ts';
import type { SliceContext } from '../context.ts';
import { renderPdfInWorker } from '../pdf/run.ts';
import type { DossierChoice } from './collect.ts';
import type { DossierRow } from './store.ts';

export interface PagesParts {
  /** The document `compose` would print now, and the hash of its facts. */
  documentOf(choice: DossierChoice): { document: ReportDocument; snapshot: string };
  /** The dossier and its newest file; fails where there is none. */
  required(id: string): { row: DossierRow; bytes: Uint8Array };
}

const pdfMime = 'application/pdf';

/** What a person is shown page by page: a dossier before it is composed, and the file of one that is. Changes nothing. */
export function createPages(
  context: SliceContext,
  { documentOf, required }: PagesParts,
): Pick<SliceHandlers<typeof dossiers>, 'previewPages' | 'pages'> {
  return {
    previewPages: async (choice, control) => {
      control.progress(0, 100, 'dossiers.composing.facts');
      const { document, snapshot } = documentOf(choice);
      const bytes = await renderPdfInWorker(
        context.pool,
        document,
        { createdAt: context.now(), fileId: snapshot, attachments: [], signatureFields: 'reserve' },
        {
          signal: control.signal,
          progress: (done, total) => control.progress(done, total, 'dossiers.composing.pages'),
        },
      );
      return context.files.put('preview.pdf', bytes, pdfMime, 'once');
    },
    pages: async ({ id }) => {
      const { row, bytes } = required(id);
      return Promise.resolve(context.files.put(row.fileName, bytes, pdfMime, 'once'));
    },
  };
}
