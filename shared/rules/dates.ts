import type { LocalText } from '../lib/schema.ts';
import type { Environment, Node } from './node.ts';
import type { Pack } from './pack.ts';
import { dayNumber, type Kleene } from './values.ts';

/** When something applies, by edition, the oldest edition first. Days are counted since 1970-01-01. */
export interface DateSchedule {
  name: string;
  subject: LocalText;
  steps: readonly { edition: LocalText; inForceFrom: number; appliesFrom: number; day: string }[];
}

/** Lays out the application dates of a pack; a date of an edition that is not there is left out. */
export function scheduleDates(pack: Pack): DateSchedule[] {
  const editions = new Map(pack.editions.map((edition) => [edition.name, edition]));
  return pack.applicationDates.map(({ name, subject, dates }) => ({
    name,
    subject,
    steps: dates
      .flatMap(({ edition: editionName, from }) => {
        const edition = editions.get(editionName);
        if (!edition) return [];
        return {
          edition: edition.title,
          inForceFrom: dayNumber(edition.from) ?? Infinity,
          appliesFrom: dayNumber(from) ?? Infinity,
          day: from,
        };
      })
      .sort((a, b) => a.inForceFrom - b.inForceFrom),
  }));
}

/** What the newest edition in force on a day says of those that name the date at all. */
export function stepOn(schedule: DateSchedule, today: number): DateSchedule['steps'][number] | undefined {
  return schedule.steps.findLast(({ inForceFrom }) => inForceFrom <= today);
}

/** `inForce`: definite on every day; open only where the day of evaluation is no day. */
export function inForceNode(schedule: DateSchedule, index: number): Node {
  return {
    taint: false,
    reach: 1,
    truth: ({ today }: Environment): Kleene => {
      if (Number.isNaN(today)) return 1;
      return (stepOn(schedule, today)?.appliesFrom ?? Infinity) <= today ? 2 : 0;
    },
    collect: (_, sink) => void sink.date(index),
  };
}
