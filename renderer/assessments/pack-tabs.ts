import { dataPack, euPack, lawPack, submissionPack } from '../../shared/assessments/policy.ts';

/** The tab of a system that shows what a pack concludes, by pack id, in the order in which packs are listed. */
const tabs = new Map([
  [lawPack, 'classification'],
  [dataPack, 'data-protection'],
  [submissionPack, 'submission'],
  [euPack, euPack],
]);

/** Tab of a system for the conclusions of a pack; a pack without a tab of its own is read through its duties. */
export function tabOfPack(pack: string): string {
  return tabs.get(pack) ?? 'duties';
}

/** Packs with a tab first and in its order, the rest after them by name. */
export function byTab(one: { id: string }, other: { id: string }): number {
  const order = [...tabs.keys()];
  const place = ({ id }: { id: string }): number => (tabs.has(id) ? order.indexOf(id) : order.length);
  return place(one) - place(other) || one.id.localeCompare(other.id, 'en');
}
