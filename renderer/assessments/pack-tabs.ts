import { dataPack, euPack, lawPack, submissionPack } from '../../shared/assessments/policy.ts';

/** The tab of a system that shows what a pack concludes, by pack id. */
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
