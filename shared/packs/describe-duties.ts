import type { Translate } from '../i18n/translate.ts';
import { numberFormat } from '../i18n/formats.ts';
import { byCode, dayWords, plain, provisionWords } from '../dossiers/wording.ts';
import type { Block, Inline } from '../report/tree.ts';
import { conditionText } from '../rules/condition.ts';
import type { Obligation, Pack } from '../rules/pack.ts';
import { conditionBlocks, conditionWords } from './describe-clauses.ts';

const forces = ['law', 'recommended'] as const;

function forceWords(force: (typeof forces)[number], t: Translate): string {
  return t(force === 'law' ? 'report.dutiesByLaw' : 'report.dutiesRecommended');
}

/** Duties, what the law requires apart from what is only recommended. */
export function dutyBlocks(pack: Pack, t: Translate): Block[] {
  return forces.flatMap((force): Block[] => {
    const duties = pack.obligations.filter((duty) => duty.force === force);
    if (duties.length === 0) return [];
    return [
      { kind: 'heading', level: 2, text: forceWords(force, t), anchor: `duties-${force}` },
      ...duties.flatMap((duty) => dutyCard(pack, duty, t)),
    ];
  });
}

/** How a deadline reads: its text, the period and the day it runs from. */
export function deadlineWords(pack: Pack, duty: Obligation, t: Translate): string {
  const { deadline } = duty;
  if (!deadline) return t('packTools.document.noDeadline');
  const period = [
    deadline.days === undefined
      ? ''
      : t(deadline.working ? 'packTools.document.workingDays' : 'packTools.document.days', { count: deadline.days }),
    deadline.months === undefined ? '' : t('packTools.document.months', { count: deadline.months }),
    deadline.from === undefined
      ? ''
      : t('packTools.document.runsFrom', { from: conditionText(pack, deadline.from)[t.locale] }),
  ].filter(Boolean);
  return [deadline.text[t.locale], ...period].join('; ');
}

function dutyCard(pack: Pack, duty: Obligation, t: Translate): Block[] {
  const documents = duty.documents
    .map((name) => pack.documents.find((document) => document.name === name)?.title[t.locale] ?? name)
    .join('; ');
  const rows: { key: string; value: Inline }[] = [
    {
      key: t('packTools.document.bound'),
      value: plain(duty.bound.map((role) => byCode(t, 'report.roles', role)).join(', ')),
    },
    { key: t('packTools.document.appliesWhen'), value: conditionWords(pack, duty.when, t) },
    {
      key: t('packTools.document.metWhen'),
      value: duty.metWhen === undefined ? plain(t('report.met.person')) : conditionWords(pack, duty.metWhen, t),
    },
    { key: t('packTools.document.deadline'), value: plain(deadlineWords(pack, duty, t)) },
    ...(duty.evidence ? [{ key: t('packTools.document.evidence'), value: plain(duty.evidence[t.locale]) }] : []),
    ...(documents === '' ? [] : [{ key: t('packTools.document.documents'), value: plain(documents) }]),
    { key: t('packTools.document.restsOn'), value: provisionWords(pack, duty.provisions, t.locale) },
  ];
  return [
    { kind: 'heading', level: 3, text: `${duty.mark}. ${duty.title[t.locale]}`, anchor: `duty-${duty.name}` },
    { kind: 'paragraph', content: plain(duty.text[t.locale]) },
    { kind: 'keyValues', rows },
  ];
}

/** Documents the organisation keeps, and when. */
export function documentBlocks(pack: Pack, t: Translate): Block[] {
  if (pack.documents.length === 0) return [];
  return [
    {
      kind: 'table',
      columns: [
        { title: t('packTools.document.columns.document'), width: 28 },
        { title: t('packTools.document.columns.when'), width: 40 },
        { title: t('packTools.document.columns.force'), width: 12 },
        { title: t('packTools.document.restsOn'), width: 20 },
      ],
      rows: pack.documents.map((document) => [
        plain(document.title[t.locale], { bold: true }),
        conditionWords(pack, document.when, t),
        plain(forceWords(document.force, t)),
        provisionWords(pack, document.provisions, t.locale),
      ]),
    },
  ];
}

/** Editions of the law and the days from which something applies. */
export function dateBlocks(pack: Pack, t: Translate): Block[] {
  if (pack.editions.length === 0 && pack.applicationDates.length === 0) return [];
  const editionTitle = (name: string): string =>
    pack.editions.find((one) => one.name === name)?.title[t.locale] ?? name;
  return [
    {
      kind: 'keyValues',
      rows: pack.editions.map((edition) => ({
        key: edition.title[t.locale],
        value: [
          { text: `${t('packTools.document.inForceFrom', { day: dayWords(edition.from) })} ` },
          ...provisionWords(pack, edition.provisions, t.locale),
        ],
      })),
    },
    {
      kind: 'table',
      columns: [
        { title: t('packTools.document.columns.subject'), width: 45 },
        { title: t('packTools.document.columns.appliesFrom'), width: 35 },
        { title: t('packTools.document.restsOn'), width: 20 },
      ],
      rows: pack.applicationDates.map((date) => [
        plain(date.subject[t.locale]),
        plain(date.dates.map(({ edition, from }) => `${editionTitle(edition)}: ${dayWords(from)}`).join('; ')),
        provisionWords(pack, date.provisions, t.locale),
      ]),
    },
  ];
}

/** Ways by which documents leave the organisation, with their packages. */
export function channelBlocks(pack: Pack, t: Translate): Block[] {
  return pack.channels.flatMap((channel): Block[] => [
    {
      kind: 'heading',
      level: 2,
      text: `${channel.mark}. ${channel.title[t.locale]}`,
      anchor: `channel-${channel.name}`,
    },
    {
      kind: 'keyValues',
      rows: [
        { key: t('packTools.document.recipient'), value: plain(channel.recipient[t.locale]) },
        { key: t('packTools.document.trigger'), value: plain(channel.trigger[t.locale]) },
        {
          key: t('packTools.document.columns.force'),
          value: plain(t(channel.voluntary ? 'packTools.document.voluntary' : 'packTools.document.mandatory')),
        },
        { key: t('packTools.document.restsOn'), value: provisionWords(pack, channel.provisions, t.locale) },
      ],
    },
    ...conditionBlocks(pack, t('packTools.document.appliesWhen'), channel.when, t),
    {
      kind: 'table',
      columns: [
        { title: t('packTools.document.columns.part'), width: 40 },
        { title: t('packTools.document.columns.when'), width: 40 },
        { title: t('packTools.document.columns.force'), width: 20 },
      ],
      rows: channel.parts.map(({ part: name, force, when }) => {
        const part = pack.packageParts.find((one) => one.name === name);
        return [
          [
            { text: `${part?.mark ?? ''} ${part?.title[t.locale] ?? name}. `, bold: true },
            { text: part?.content[t.locale] ?? '' },
          ],
          when === undefined ? plain(t('packTools.document.alwaysPart')) : conditionWords(pack, when, t),
          plain(forceWords(force, t)),
        ];
      }),
    },
  ]);
}

/** Sanctions in monthly calculation indices. */
export function sanctionBlocks(pack: Pack, t: Translate): Block[] {
  if (pack.sanctions.length === 0) return [];
  return [
    {
      kind: 'table',
      columns: [
        { title: t('packTools.document.columns.offence'), width: 42 },
        { title: t('packTools.document.columns.amounts'), width: 36 },
        { title: t('packTools.document.restsOn'), width: 22 },
      ],
      rows: pack.sanctions.map((sanction) => [
        [
          { text: sanction.act[t.locale] },
          ...(sanction.extra ? [{ text: ` ${sanction.extra[t.locale]}`, muted: true }] : []),
        ],
        plain(
          sanction.amounts
            .map(({ subject, mci }) =>
              t('packTools.document.amount', {
                subject: byCode(t, 'packTools.document.subjects', subject),
                mci: numberFormat(t.locale).format(mci),
              }),
            )
            .join('; '),
        ),
        provisionWords(pack, sanction.provisions, t.locale),
      ]),
    },
  ];
}
