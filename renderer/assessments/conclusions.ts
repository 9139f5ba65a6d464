import { euPack, lawPack, mainScale } from '../../shared/assessments/policy.ts';
import type { LocalText } from '../../shared/lib/schema.ts';
import type { Pack } from '../../shared/rules/pack.ts';
import type { Conclusion, Evaluation, Finding } from '../../shared/rules/result.ts';
import { referencesOf } from '../../shared/rules/references.ts';
import { local, t } from '../lib/i18n.svelte.ts';
import type { GlyphName } from '../ui/Glyph.svelte';

export type Scale = Pack['scales'][number];
/** Look of a conclusion: degrees of risk, provisional, not classified, prohibited, outcome of a check, or plain where a status is neither. */
export type ConclusionTone = 'min' | 'med' | 'high' | 'prov' | 'none' | 'ban' | 'ok' | 'warn' | 'bad' | 'plain';

/** How the screening of a pack is cut: the scale of the whole and those of its parts. */
const screenings: Readonly<Record<string, { whole: string; part: RegExp }>> = {
  [lawPack]: { whole: 'screening', part: /^p\d$/ },
  [euPack]: { whole: 'a5-screening', part: /^a5-(?!screening$)/ },
};

/** The screening of a pack: the whole and its parts, in order; undefined where it has none of this form. */
export function screeningOf(pack: Pack): { whole: Scale | undefined; parts: Scale[] } | undefined {
  const cut = screenings[pack.id];
  return cut && { whole: scaleOf(pack, cut.whole), parts: pack.scales.filter(({ name }) => cut.part.test(name)) };
}

/** Scales worth a line of their own beside the questions: parts of a screening are told by the screening as a whole. */
export function mainScales(pack: Pack): Scale[] {
  const lead = mainScale(pack);
  const parts = screeningOf(pack)?.parts ?? [];
  const shown = pack.scales.filter((scale) => !parts.includes(scale));
  return [...shown.filter(({ name }) => name === lead), ...shown.filter(({ name }) => name !== lead)];
}

export function scaleOf(pack: Pack, name: string): Scale | undefined {
  return pack.scales.find((scale) => scale.name === name);
}

export function conclusionFor(evaluation: Evaluation, scale: string): Conclusion | undefined {
  return evaluation.conclusions.find((conclusion) => conclusion.scale === scale);
}

/** Words of a degree of a scale. */
export function degreeText(scale: Scale | undefined, code: string | null): LocalText | undefined {
  return scale?.degrees.find((degree) => degree.code === code)?.text;
}

/** Capital first letter, for a degree that stands alone. */
export function sentenceCase(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

/** How a conclusion reads. What is not final never reads as one degree: it names its lower bound or what is possible. */
export function conclusionLabel(scale: Scale | undefined, conclusion: Conclusion | undefined): string {
  const degree = degreeText(scale, conclusion?.degree ?? null);
  if (!scale || !conclusion || !degree)
    return t(scale?.name === 'risk-degree' ? 'assessments.notClassified' : 'assessments.notDetermined');
  if (conclusion.status === 'final') return sentenceCase(local(degree));
  if (scale.kind === 'degree') {
    const lowest = scale.degrees[0]?.code === conclusion.degree;
    return lowest ? t('assessments.provisional') : t('assessments.provisionalAtLeast', { degree: local(degree) });
  }
  const possible = conclusion.possible.map((code) => local(degreeText(scale, code) ?? degree));
  return t('assessments.provisionalPossible', { possible: possible.join(' / ') });
}

/** Look of a conclusion. Only degrees of risk have the colours and bars of degrees; green means that a check was passed. */
export function conclusionTone(
  scale: Scale | undefined,
  conclusion: Pick<Conclusion, 'degree' | 'status'> | undefined,
): ConclusionTone {
  if (!scale || !conclusion?.degree) return 'none';
  if (conclusion.degree === 'prohibited') return 'ban';
  if (conclusion.status !== 'final') return 'prov';
  const index = scale.degrees.findIndex(({ code }) => code === conclusion.degree);
  const place = index === 0 ? 0 : index === scale.degrees.length - 1 ? 2 : 1;
  if (scale.name === 'risk-degree') return (['min', 'med', 'high'] as const)[place];
  if (scale.kind !== 'screening' || conclusion.degree === 'outside') return 'plain';
  return conclusion.degree === 'clear' ? 'ok' : (['ok', 'warn', 'bad'] as const)[place];
}

/** Own glyph of a tone; outcomes of checks and plain statuses have none. */
export const toneGlyph: Partial<Record<ConclusionTone, GlyphName>> = {
  min: 'minimal',
  med: 'medium',
  high: 'high',
  prov: 'provisional',
  none: 'none',
  ban: 'prohibited',
};

/** The question that shows whether a duty is met: the first visible one its condition rests on. */
export function questionOfDuty(pack: Pack, obligation: string, visible?: readonly string[]): string | undefined {
  const condition = pack.obligations.find(({ name }) => name === obligation);
  const names = [condition?.metWhen, condition?.when].flatMap((part) =>
    part === undefined ? [] : referencesOf(part).names,
  );
  return names.find(
    (name) =>
      pack.questions.some((question) => question.name === name) && (visible === undefined || visible.includes(name)),
  );
}

/** States of one capability of the screening. */
export type ScreeningState = 'clear' | 'exception' | 'prohibited' | 'review' | 'open';

/** State of one part of the screening; unknown goes to a lawyer, it never counts as clear. */
export function screeningStateOf(conclusion: Conclusion | undefined, evaluation: Evaluation): ScreeningState {
  if (!conclusion) return 'open';
  if (conclusion.degree === 'prohibited') return 'prohibited';
  if (conclusion.status === 'final') return conclusion.degree === 'clear' ? 'clear' : 'exception';
  return conclusion.settle.some((question) => evaluation.unknown.includes(question)) ? 'review' : 'open';
}

/** The question a finding is best repaired at: one that is open, otherwise the last it rests on, since gates come first. */
export function questionOfFinding(finding: Finding): string | undefined {
  const questions = finding.trace.items.filter(({ kind }) => kind === 'question');
  const open = questions.find(({ state }) => state === 'missing' || state === 'unknown');
  return (open ?? questions.at(-1))?.name;
}
