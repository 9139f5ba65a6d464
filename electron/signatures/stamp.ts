import type { Translate } from '../../shared/i18n/translate.ts';
import type { SigningKey } from './signing-key.ts';

/** The lines printed in the box of a signature. The time is UTC and the signer's own claim. */
export function stampLines(t: Translate, { info }: SigningKey, role: string, at: Date): string[] {
  return [
    t('report.stamp.title'),
    info.name,
    ...(info.organisation ? [info.organisation] : []),
    ...(role === '' ? [] : [t('report.stamp.role', { role })]),
    t('report.stamp.certificate', { serial: info.serial.slice(0, 20) }),
    t('report.stamp.time', { time: at.toISOString().slice(0, 16).replace('T', ' ') }),
  ];
}
