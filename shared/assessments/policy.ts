import type { DegreeState } from '../systems/contract.ts';
import type { Pack } from '../rules/pack.ts';
import type { Conclusion, Evaluation } from '../rules/result.ts';

/** The pack whose conclusions stand in the register. */
export const lawPack = 'kz-ai-law';
/** The pack of the data-protection assessment. */
export const dataPack = 'kz-personal-data';
/** The pack that says to whom documents go, with which package, and how they are signed. */
export const submissionPack = 'kz-submission';
/** The pack that compares a system with the law of the European Union. */
export const euPack = 'eu-ai-act';

/** The order in which packs are listed: the law of Kazakhstan first, then comparison, then packs of the house by name. */
export function comparePacks(one: Pick<Pack, 'id'>, other: Pick<Pack, 'id'>): number {
  const order = [lawPack, dataPack, submissionPack, euPack];
  const place = ({ id }: Pick<Pack, 'id'>): number => (order.includes(id) ? order.indexOf(id) : order.length);
  return place(one) - place(other) || (one.id < other.id ? -1 : 1);
}

/**
 * Whether a pack is law of another country or union. What such law asks for stands apart everywhere: it never changes
 * the degree in the register and never becomes a task by the law of Kazakhstan.
 */
export function isForeign({ jurisdiction }: Pick<Pack, 'jurisdiction'>): boolean {
  return jurisdiction !== 'KZ' && jurisdiction !== 'house';
}

/** The scale that sums up a pack: the one it names, else its last one. */
export function mainScale(pack: Pick<Pack, 'summary' | 'scales'>): string {
  return pack.summary ?? pack.scales.at(-1)?.name ?? '';
}

/** The conclusion of one scale, or undefined where the pack has no such scale. */
export function conclusionOf(evaluation: Evaluation, scale: string): Conclusion | undefined {
  return evaluation.conclusions.find((conclusion) => conclusion.scale === scale);
}

/**
 * What the register shows of an evaluation under `kz-ai-law`. A degree stands only where the
 * pack concluded one; a provisional degree is a lower bound. Unknown never lowers anything.
 */
export function registerState(evaluation: Evaluation): DegreeState & { autonomy: string | null } {
  const risk = conclusionOf(evaluation, 'risk-degree');
  const screening = conclusionOf(evaluation, 'screening');
  const autonomy = conclusionOf(evaluation, 'autonomy-degree');
  const degree = risk?.degree ?? null;
  return {
    degree: degree === 'minimal' || degree === 'medium' || degree === 'high' ? degree : null,
    status: !risk || degree === null ? 'none' : risk.status === 'final' ? 'final' : 'provisional',
    prohibited: screeningState(screening, evaluation),
    autonomy: autonomy?.status === 'final' ? autonomy.degree : null,
  };
}

function screeningState(screening: Conclusion | undefined, evaluation: Evaluation): DegreeState['prohibited'] {
  if (!screening) return 'unknown';
  if (screening.degree === 'prohibited') return 'yes';
  if (screening.status === 'final') return 'no';
  return screening.settle.some((question) => evaluation.unknown.includes(question)) ? 'review' : 'unknown';
}

/** Overall state of an assessment: the weakest among the scales that classify. */
export function assessmentStatus(evaluation: Evaluation): 'undetermined' | 'provisional' | 'final' {
  const statuses = evaluation.conclusions.map((conclusion) => conclusion.status);
  if (statuses.length > 0 && statuses.every((status) => status === 'final')) return 'final';
  return statuses.some((status) => status !== 'undetermined') ? 'provisional' : 'undetermined';
}
