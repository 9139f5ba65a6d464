import type { MessageKey } from '../../shared/i18n/translate.ts';
import { pages } from '../pages.ts';

export interface KeyLine {
  label: MessageKey;
  keys: readonly string[];
}
export interface KeyGroup {
  title: MessageKey;
  lines: readonly KeyLine[];
}

/** What the list of keys shows. Only keys that do something are in it. */
export function keyList(): KeyGroup[] {
  return [
    {
      title: 'frame.keys.everywhere',
      lines: [
        { label: 'frame.keys.palette', keys: ['Ctrl', 'K'] },
        { label: 'frame.keys.newSystem', keys: ['N'] },
        { label: 'frame.keys.backForward', keys: ['Alt', '←', '→'] },
        { label: 'frame.keys.undoRedo', keys: ['Ctrl', 'Z', 'Y'] },
        { label: 'frame.keys.thisList', keys: ['?'] },
        { label: 'frame.keys.nextPane', keys: ['F6'] },
      ],
    },
    {
      title: 'frame.keys.goTo',
      lines: [
        { label: 'frame.nav.home', keys: ['G', 'H'] },
        { label: 'frame.nav.systems', keys: ['G', 'S'] },
        ...(pages.assessments ? [{ label: 'frame.nav.assessments', keys: ['G', 'A'] } as const] : []),
        ...(pages.dossiers ? [{ label: 'frame.nav.dossiers', keys: ['G', 'D'] } as const] : []),
        ...(pages.verification ? [{ label: 'frame.nav.verification', keys: ['G', 'V'] } as const] : []),
        { label: 'frame.nav.imports', keys: ['G', 'I'] },
        { label: 'frame.nav.ledger', keys: ['G', 'L'] },
      ],
    },
    {
      title: 'frame.keys.table',
      lines: [
        { label: 'frame.keys.rows', keys: ['J', 'K'] },
        { label: 'frame.keys.select', keys: ['X'] },
        { label: 'frame.keys.extend', keys: ['Shift', 'J', 'K'] },
        { label: 'frame.keys.filters', keys: ['F'] },
        { label: 'frame.keys.open', keys: ['Enter'] },
        { label: 'frame.keys.clear', keys: ['Esc'] },
      ],
    },
    {
      title: 'assessments.keyList.title',
      lines: [
        { label: 'assessments.keyList.answer', keys: ['1', '2', '3', '4'] },
        { label: 'assessments.keyList.question', keys: ['J', 'K'] },
        { label: 'assessments.keyList.nextOpen', keys: ['F8'] },
        { label: 'assessments.keyList.provision', keys: ['L'] },
        { label: 'assessments.keyList.evidence', keys: ['E'] },
        { label: 'assessments.keyList.why', keys: ['W'] },
      ],
    },
    {
      title: 'dossiers.page.keyList.title',
      lines: [
        { label: 'dossiers.page.keyList.defect', keys: ['F8'] },
        { label: 'dossiers.page.keyList.compose', keys: ['Ctrl', 'P'] },
        { label: 'dossiers.page.keyList.sign', keys: ['Ctrl', 'Shift', 'S'] },
      ],
    },
    {
      title: 'frame.keys.display',
      lines: [
        { label: 'frame.keys.density', keys: ['Ctrl', 'D'] },
        { label: 'frame.keys.language', keys: ['Ctrl', 'Shift', 'L'] },
        { label: 'frame.keys.theme', keys: ['Ctrl', 'Shift', 'T'] },
      ],
    },
  ];
}
