import type { Pack } from '../../shared/rules/pack.ts';
import type { Conclusion, Evaluation } from '../../shared/rules/result.ts';
import type { Io } from './io.ts';

function degreeText(pack: Pack, { t }: Io, { scale, degree, status }: Conclusion): string {
  if (degree === null) return t('cli.notClassified');
  const text =
    pack.scales.find(({ name }) => name === scale)?.degrees.find(({ code }) => code === degree)?.text[t.locale] ??
    degree;
  return status === 'provisional' ? t('cli.atLeast', { degree: text }) : text;
}

/** Prints conclusions with their reasons, findings and what is still open. */
export function printEvaluation(io: Io, pack: Pack, evaluation: Evaluation): void {
  const { print, t } = io;
  for (const conclusion of evaluation.conclusions) {
    const title = pack.scales.find(({ name }) => name === conclusion.scale)?.title[t.locale] ?? conclusion.scale;
    print(`${title}: ${degreeText(pack, io, conclusion)} (${t(`cli.status.${conclusion.status}`)})`);
    for (const rule of conclusion.rules) {
      const trace = evaluation.traces[rule];
      if (trace) print(`  ${t('cli.why')} ${trace.sentence[t.locale]} [${rule}]`);
    }
  }
  if (evaluation.findings.length > 0) print(t('cli.findings'));
  for (const { severity, message, rule } of evaluation.findings) {
    print(`  ${t(`cli.severity.${severity}`)}: ${message[t.locale]} [${rule}]`);
  }
  print(t('cli.missing', { count: evaluation.missing.length }));
  for (const name of evaluation.missing) {
    const text = pack.questions.find((question) => question.name === name)?.text[t.locale] ?? '';
    print(`  ${name}: ${text}`);
  }
}
