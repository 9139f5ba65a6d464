import AlarmClock from '@lucide/svelte/icons/alarm-clock';
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import Gavel from '@lucide/svelte/icons/gavel';
import History from '@lucide/svelte/icons/history';
import ListChecks from '@lucide/svelte/icons/list-checks';
import OctagonX from '@lucide/svelte/icons/octagon-x';
import type { z } from '../../shared/lib/schema.ts';
import type { Task as TaskSchema } from '../../shared/home/contract.ts';
import { day, local, t } from '../lib/i18n.svelte.ts';
import { href } from '../lib/router.svelte.ts';
import { systemTabs } from '../system-tabs.ts';
import type { IconComponent } from '../ui/icon.ts';

export type Task = z.infer<typeof TaskSchema>;
export type TaskKind = Task['kind'];

/** Groups of the list in the order of the day: the law first. */
export const taskKinds: readonly TaskKind[] = ['stop', 'deadline', 'review', 'classify', 'duty', 'complete'];

export const taskIcons: Record<TaskKind, IconComponent> = {
  stop: OctagonX,
  deadline: AlarmClock,
  review: History,
  classify: CircleDashed,
  duty: Gavel,
  complete: ListChecks,
};

/** Class of the row: how urgent it looks. */
export function taskTone(task: Task): string {
  if (task.kind === 'stop' || (task.days !== null && task.days < 0)) return 'hot';
  if (task.kind === 'deadline' || task.kind === 'review') return 'soon';
  return task.kind === 'classify' ? 'pv' : '';
}

/** First line of a task: what there is to do. */
export function taskTitle(task: Task): string {
  if (task.kind === 'complete') return t('home.task.complete', { n: task.count });
  if (task.detail && (task.kind === 'deadline' || task.kind === 'duty')) return local(task.detail);
  if (task.kind === 'classify' && task.state !== 'provisional') {
    return t(task.state === 'none' ? 'home.task.unclassified' : 'home.task.screening');
  }
  return t(`home.task.${task.kind}`);
}

/** The chip at the right: the day it is due, or where it stands. */
export function taskChip(task: Task): { tone: 'bad' | 'warn' | 'prov' | 'ban' | 'plain'; text: string } {
  if (task.kind === 'stop') return { tone: 'ban', text: t('home.chip.stop') };
  if (task.days !== null && task.due !== null) {
    if (task.days < 0) return { tone: 'bad', text: t('home.chip.overdue', { n: -task.days }) };
    return {
      tone: 'warn',
      text: task.days === 0 ? t('home.chip.today') : t('home.chip.left', { date: day(task.due), n: task.days }),
    };
  }
  if (task.kind === 'classify') {
    if (task.state === 'none') return { tone: 'plain', text: t('home.chip.unclassified') };
    return { tone: 'prov', text: t(task.state === null ? 'home.chip.screening' : 'home.chip.classify') };
  }
  if (task.kind === 'complete') return { tone: 'plain', text: t('home.chip.complete', { n: task.count }) };
  return task.kind === 'deadline'
    ? { tone: 'warn', text: t('home.chip.deadline') }
    : { tone: 'plain', text: t('home.chip.duty') };
}

/** Where the arrow leads: the tab that settles it. */
export function taskHref(task: Task): string {
  const tab = systemTabs.some((candidate) => candidate.id === task.target) ? task.target : 'card';
  return href('systemTab', { id: task.system, tab }, task.kind === 'review' ? { field: 'nextReview' } : {});
}
