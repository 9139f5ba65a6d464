import ArrowLeftRight from '@lucide/svelte/icons/arrow-left-right';
import BookOpen from '@lucide/svelte/icons/book-open';
import Boxes from '@lucide/svelte/icons/boxes';
import CalendarDays from '@lucide/svelte/icons/calendar-days';
import Cpu from '@lucide/svelte/icons/cpu';
import Database from '@lucide/svelte/icons/database';
import FileCheck from '@lucide/svelte/icons/file-check';
import FileText from '@lucide/svelte/icons/file-text';
import Gavel from '@lucide/svelte/icons/gavel';
import House from '@lucide/svelte/icons/house';
import GitCompareArrows from '@lucide/svelte/icons/git-compare-arrows';
import ListChecks from '@lucide/svelte/icons/list-checks';
import Paperclip from '@lucide/svelte/icons/paperclip';
import MapPin from '@lucide/svelte/icons/map-pin';
import ScrollText from '@lucide/svelte/icons/scroll-text';
import Settings from '@lucide/svelte/icons/settings';
import Truck from '@lucide/svelte/icons/truck';
import Users from '@lucide/svelte/icons/users';
import type { MessageKey } from '../../shared/i18n/translate.ts';
import type { RegisterKind } from '../../shared/systems/field-value.ts';
import { href, type PageName } from '../lib/router.svelte.ts';
import { pages } from '../pages.ts';
import type { IconComponent } from '../ui/icon.ts';

export interface NavigationItem {
  page: PageName;
  /** Register of a `register` item. */
  kind?: RegisterKind;
  label: MessageKey;
  icon: IconComponent;
  href: string;
  /** Pages that belong under it. */
  covers: readonly PageName[];
}
export interface NavigationGroup {
  title: MessageKey | null;
  items: readonly NavigationItem[];
}

const register = (kind: RegisterKind, icon: IconComponent): NavigationItem => ({
  page: 'register',
  kind,
  label: `frame.nav.register.${kind}`,
  icon,
  href: href('register', { kind }),
  covers: ['register'],
});

const all: readonly NavigationGroup[] = [
  {
    title: null,
    items: [{ page: 'home', label: 'frame.nav.home', icon: House, href: href('home'), covers: ['home'] }],
  },
  {
    title: 'frame.nav.groups.register',
    items: [
      {
        page: 'systems',
        label: 'frame.nav.systems',
        icon: Cpu,
        href: href('systems'),
        covers: ['systems', 'system', 'systemTab'],
      },
      register('library', Database),
      register('model', Boxes),
      register('site', MapPin),
      register('person', Users),
      register('supplier', Truck),
    ],
  },
  {
    title: 'frame.nav.groups.work',
    items: [
      {
        page: 'assessments',
        label: 'frame.nav.assessments',
        icon: ListChecks,
        href: href('assessments'),
        covers: ['assessments', 'assess', 'reevaluation'],
      },
      { page: 'duties', label: 'frame.nav.duties', icon: Gavel, href: href('duties'), covers: ['duties'] },
      {
        page: 'evidence',
        label: 'assessments.evidence.title',
        icon: Paperclip,
        href: href('evidence'),
        covers: ['evidence'],
      },
    ],
  },
  {
    title: 'frame.nav.groups.output',
    items: [
      {
        page: 'dossiers',
        label: 'frame.nav.dossiers',
        icon: FileText,
        href: href('dossiers'),
        covers: ['dossiers', 'dossier', 'compose', 'composeOrganisation'],
      },
      {
        page: 'verification',
        label: 'frame.nav.verification',
        icon: FileCheck,
        href: href('verification'),
        covers: ['verification'],
      },
      {
        page: 'imports',
        label: 'frame.nav.imports',
        icon: ArrowLeftRight,
        href: href('imports'),
        covers: ['imports', 'restore'],
      },
    ],
  },
];
const foot: readonly NavigationItem[] = [
  { page: 'ledger', label: 'frame.nav.ledger', icon: ScrollText, href: href('ledger'), covers: ['ledger'] },
  { page: 'packs', label: 'frame.nav.packs', icon: BookOpen, href: href('packs'), covers: ['packs', 'pack'] },
  {
    page: 'crosswalk',
    label: 'frame.nav.crosswalk',
    icon: GitCompareArrows,
    href: href('crosswalk'),
    covers: ['crosswalk'],
  },
  {
    page: 'calendar',
    label: 'frame.nav.calendar',
    icon: CalendarDays,
    href: href('calendar'),
    covers: ['calendar'],
  },
  { page: 'settings', label: 'frame.nav.settings', icon: Settings, href: href('settings'), covers: ['settings'] },
];

const exists = (item: NavigationItem): boolean => pages[item.page] !== undefined;

/** Groups of the rail, with only the pages there are. */
export function navigation(): { groups: NavigationGroup[]; foot: NavigationItem[] } {
  const groups = all
    .map((group) => ({ ...group, items: group.items.filter(exists) }))
    .filter((group) => group.items.length > 0);
  return { groups, foot: foot.filter(exists) };
}
