import type { ReadinessItem } from '../../shared/dossiers/contract.ts';
import type { Pack } from '../../shared/rules/pack.ts';
import { find, local, t } from '../lib/i18n.svelte.ts';
import { href } from '../lib/router.svelte.ts';

/** Something missing, in words of the interface, with the place that repairs it. */
export interface Defect {
  key: string;
  level: ReadinessItem['level'];
  text: string;
  place: string;
  href: string | null;
}
export interface DefectGroup {
  title: string;
  defects: Defect[];
}

/** What is missing, grouped by where it is repaired; required things first in each group. */
export function defectGroups(
  items: readonly ReadinessItem[],
  system: string,
  packs: ReadonlyMap<string, Pack>,
): DefectGroup[] {
  const groups = new Map<string, Defect[]>();
  items.forEach((item, index) => {
    const { title, defect } = describe(item, index, system, packs);
    const group = groups.get(title) ?? [];
    group.push(defect);
    groups.set(title, group);
  });
  return [...groups].map(([title, defects]) => ({
    title,
    defects: defects.sort((one, other) => Number(other.level === 'required') - Number(one.level === 'required')),
  }));
}

function describe(
  item: ReadinessItem,
  index: number,
  system: string,
  packs: ReadonlyMap<string, Pack>,
): { title: string; defect: Defect } {
  const { target } = item;
  const base = { key: `${item.code} ${index}`, level: item.level };
  const words = (details: Record<string, string>): string =>
    find(`dossiers.readiness.${item.code}`, { ...item.details, ...details }) ?? item.code;
  switch (target.kind) {
    case 'field': {
      const label = find(`fields.${target.field}.label`) ?? target.field;
      return {
        title: t('dossiers.page.groups.record'),
        defect: {
          ...base,
          text: words({ label }),
          place: t('dossiers.page.kinds.field'),
          href: href('systemTab', { id: system, tab: 'card' }, { field: target.field }),
        },
      };
    }
    case 'question': {
      const pack = packs.get(target.pack);
      const question = pack?.questions.find(({ name }) => name === target.question);
      const section = pack?.sections.find(({ name }) => name === question?.section);
      const title = section && pack ? `${local(pack.title)}: ${local(section.title)}` : target.pack;
      return {
        title,
        defect: {
          ...base,
          text: words({ question: question ? local(question.text) : target.question }),
          place: t('dossiers.page.kinds.question'),
          href: href('assess', { id: system, pack: target.pack }, { question: target.question }),
        },
      };
    }
    case 'organisation':
      return {
        title: t('dossiers.page.groups.organisation'),
        defect: { ...base, text: words({}), place: t('dossiers.page.kinds.organisation'), href: href('settings') },
      };
    case 'deployments':
      return {
        title: t('dossiers.page.groups.record'),
        defect: {
          ...base,
          text: words({}),
          place: t('dossiers.page.kinds.field'),
          href: href('systemTab', { id: system, tab: 'versions' }),
        },
      };
    case 'none':
      return {
        title: t('dossiers.page.groups.other'),
        defect: {
          ...base,
          text: words({}),
          place: t('dossiers.page.kinds.other'),
          href: item.code === 'evidence-expired' ? href('systemTab', { id: system, tab: 'evidence' }) : null,
        },
      };
  }
}
