import { dueDay, type WorkingCalendar } from '../calendar/calendar.ts';
import type { Confidence, Pack } from '../rules/pack.ts';
import { referencesOf } from '../rules/references.ts';
import type { ChannelResult, Evaluation, ObligationResult, Trace, Truth } from '../rules/result.ts';

type Channel = Pack['channels'][number];
type PackagePart = Pack['packageParts'][number];
type Duty = Pack['obligations'][number];

/** `person`: no rule can tell; `open`: not answered, or answered "unknown". */
export type PartState = 'ready' | 'missing' | 'open' | 'person';
/** `reported`: required by rules known from reports only. */
export type PartForce = 'law' | 'reported' | 'recommended';

/** A part of the package of a channel as it stands. */
export interface PartView {
  part: PackagePart;
  force: PartForce;
  /** Unknown where it is not known yet whether the part belongs to the package. */
  applies: Exclude<Truth, 'false'>;
  state: PartState;
  trace: Trace | null;
  /** The question that settles it best; none where only a person can say. */
  question: string | undefined;
  /** Provisions it rests on: its own, or those of the channel where its own are only our proposal of a layout. */
  provisions: readonly string[];
}

/** A channel as it stands. */
export interface ChannelView {
  channel: Channel;
  applies: Truth;
  trace: Trace;
  parts: PartView[];
}

const order: Record<Truth, number> = { true: 0, unknown: 1, false: 2 };

/** The channels of a pack: those at hand first, then those not known yet, then the rest, each in the order of the pack. */
export function channelViews(pack: Pack, evaluation: Evaluation): ChannelView[] {
  return evaluation.channels
    .flatMap((result) => {
      const channel = pack.channels.find(({ name }) => name === result.channel);
      return channel
        ? [
            {
              channel,
              applies: result.applies,
              trace: result.trace,
              parts: partViews(pack, channel, result, evaluation.visible),
            },
          ]
        : [];
    })
    .sort((one, other) => order[one.applies] - order[other.applies]);
}

function partViews(pack: Pack, channel: Channel, result: ChannelResult, visible: readonly string[]): PartView[] {
  const isFirm = (name: string): boolean =>
    pack.provisions.some((item) => item.name === name && item.confidence !== 'interpretation');
  return result.parts.flatMap(({ part: name, force, applies, ready, trace }): PartView[] => {
    const part = pack.packageParts.find((item) => item.name === name);
    if (!part || applies === 'false') return [];
    return [
      {
        part,
        force: forceOf(force, result.trace.confidence),
        applies,
        state: stateOf(ready),
        trace,
        question: trace ? questionOf(trace, visible) : undefined,
        provisions: force === 'law' && !part.provisions.some(isFirm) ? channel.provisions : part.provisions,
      },
    ];
  });
}

/** What the law asks is told apart from what reports say that it asks. */
function forceOf(force: 'law' | 'recommended', confidence: Confidence): PartForce {
  if (force === 'recommended') return 'recommended';
  return confidence === 'verified' ? 'law' : 'reported';
}

function stateOf(ready: Truth | null): PartState {
  if (ready === null) return 'person';
  return ready === 'true' ? 'ready' : ready === 'false' ? 'missing' : 'open';
}

/** The first question that is open, else the first one the reason rests on. */
function questionOf(trace: Trace, visible: readonly string[]): string | undefined {
  const asked = trace.items.filter(({ kind, name }) => kind === 'question' && visible.includes(name));
  return (asked.find(({ state }) => state === 'missing' || state === 'unknown') ?? asked[0])?.name;
}

/** The question that decides whether a channel is at hand. */
export function questionOfChannel({ trace }: ChannelView, visible: readonly string[]): string | undefined {
  return questionOf(trace, visible);
}

/** How many parts of a package stand where. */
export function countParts(parts: readonly PartView[]): Record<PartState, number> {
  const counts = { ready: 0, missing: 0, open: 0, person: 0 };
  for (const { state } of parts) counts[state] += 1;
  return counts;
}

/** A duty that a channel brings, with the day it is due by where that can be worked out. */
export interface ChannelDuty {
  duty: Duty;
  result: ObligationResult;
  due: string | null;
}

/** Duties whose condition names the condition of the channel, as far as they may apply. */
export function dutiesOfChannel(
  pack: Pack,
  evaluation: Evaluation,
  channel: Channel,
  calendar: WorkingCalendar,
): ChannelDuty[] {
  const named = referencesOf(channel.when).names;
  return evaluation.obligations.flatMap((result) => {
    const duty = pack.obligations.find(({ name }) => name === result.obligation);
    if (!duty || result.applies === 'false') return [];
    if (!referencesOf(duty.when).names.some((name) => named.includes(name))) return [];
    const due = result.start !== null && duty.deadline ? dueDay(result.start, duty.deadline, calendar) : null;
    return [{ duty, result, due }];
  });
}

/** Templates of dossiers that hold a part of a package. */
const templateOfPart: ReadonlyMap<string, string> = new Map([
  ['manifest', 'submission-package'],
  ['passport', 'system-passport'],
  ['classification', 'system-passport'],
  ['screening', 'system-passport'],
  ['risks', 'risk-register'],
  ['data-libraries', 'data-library-sheet'],
  ['user-information', 'user-information-sheet'],
  ['human-control', 'control-and-stop-procedure'],
  ['personal-data', 'data-protection-assessment'],
  ['open-questions', 'submission-package'],
]);

/** The template whose dossier holds a part; none where the part is a document of its own. */
export function templateFor(part: string): string | undefined {
  return templateOfPart.get(part);
}
