import type { MessageValues, Translate } from '../i18n/translate.ts';
import type { VerificationReport } from './report.ts';
import { createReportWords } from './report-words.ts';

/** Minutes in UTC, so that a report reads the same wherever it is printed. */
const moment = (instant: string): string => `${instant.slice(0, 16).replace('T', ' ')} UTC`;

/** A verification report as lines of plain text: result, levels, signatures, parts, and what was not checked. */
export function reportLines(
  t: Translate,
  file: { name: string; sha256: string },
  report: VerificationReport,
): string[] {
  const words = createReportWords({
    t,
    find: (key: string, values?: MessageValues) => t.find(key, values),
    day: (instant) => (instant ?? '').slice(0, 10),
    moment,
  });
  const lines = [
    file.name,
    `SHA-256 ${file.sha256}`,
    t('signatures.text.checkedAt', { at: moment(report.checkedAt) }),
    words.levelSentence(report),
    '',
    ...words.ladder(report).map(({ name, state, text }) => {
      const title = t.find(`signatures.level.${name}.title`) ?? name;
      return `${state === 'reached' ? '[x]' : state === 'missed' ? '[ ]' : '[-]'} ${name} ${title}: ${text}`;
    }),
    '',
  ];
  report.signatures.forEach((signature, index) => {
    const isStamp = signature.kind === 'time-stamp';
    const name = signature.certificate?.name ?? t('signatures.unknownSigner');
    const level = signature.level === 'none' ? t('signatures.noLevel') : signature.level;
    lines.push(`${index + 1}. ${isStamp ? `${t('signatures.kinds.time-stamp')}: ` : ''}${name} — ${level}`);
    if (!isStamp && signature.place !== '') lines.push(`   ${t('signatures.place')}: ${signature.place}`);
    const { organisation, bin } = signature.certificate ?? {};
    if (organisation) lines.push(`   ${organisation}${bin ? `, ${t('signatures.bin', { bin })}` : ''}`);
    if (signature.claimedAt) {
      lines.push(
        `   ${t(isStamp ? 'signatures.stampedAt' : 'signatures.claimedAt', { at: moment(signature.claimedAt) })}`,
      );
    }
    if (signature.trustedTime) {
      const { at, authority } = signature.trustedTime;
      lines.push(`   ${t('signatures.trustedTime')}: ${t('signatures.trustedAt', { at: moment(at), authority })}`);
    }
    for (const { code, details } of signature.problems) lines.push(`   ! ${words.problemText(code, details)}`);
  });
  for (const { field, place } of report.emptyFields) lines.push(`- ${place || field}: ${t('signatures.placeEmpty')}`);
  for (const { code, details } of report.problems) lines.push(`! ${words.problemText(code, details)}`);
  if (report.contents) {
    const { parts, differences, ledger } = report.contents;
    lines.push('', t(differences.length === 0 ? 'signatures.parts.fit' : 'signatures.parts.differ', { count: parts }));
    if (ledger) {
      lines.push(
        t(ledger.proven ? 'signatures.parts.ledgerProven' : 'signatures.parts.ledgerNotProven', {
          count: ledger.entries,
          size: ledger.size,
        }),
        `   ${ledger.root}`,
      );
    }
  }
  const hints = words.advice(report);
  if (hints.length > 0) lines.push('', `${t('signatures.adviceTitle')}:`, ...hints.map((hint) => `- ${hint}`));
  return lines;
}
