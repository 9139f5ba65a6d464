import type { Translate } from '../../shared/i18n/translate.ts';
import type { CertificateInfo } from '../../shared/signatures/report.ts';

/**
 * The lines printed in the box of a signature. The time is UTC and the signer's own claim. Without `info` the box says
 * that the name stands in the certificate of the signature.
 */
export function stampLines(t: Translate, info: CertificateInfo | null, role: string, at: Date): string[] {
  return [
    t('report.stamp.title'),
    ...(info ? [info.name] : [t('report.stamp.nameInside')]),
    ...(info?.organisation ? [info.organisation] : []),
    ...(role === '' ? [] : [t('report.stamp.role', { role })]),
    ...(info ? [t('report.stamp.certificate', { serial: info.serial.slice(0, 20) })] : []),
    t('report.stamp.time', { time: at.toISOString().slice(0, 16).replace('T', ' ') }),
  ];
}
