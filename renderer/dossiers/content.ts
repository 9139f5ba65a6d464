import { translator } from '../../shared/i18n/translate.ts';
import type { ReportDocument } from '../../shared/report/tree.ts';

/**
 * A tree made today, without what belongs to the moment of composing: date, snapshot, ledger and the hashes of the
 * attached files. The rest stands in the file as long as the record has not changed since.
 */
export function lastingContent(document: ReportDocument): ReportDocument {
  const t = translator(document.locale);
  const momentary = new Set([t('report.cover.date'), t('report.cover.snapshot'), t('report.cover.ledger')]);
  return {
    ...document,
    cover: document.cover.filter(({ key }) => !momentary.has(key)),
    footer: undefined,
    blocks: document.blocks.filter(({ kind }) => kind !== 'attachments'),
  };
}
