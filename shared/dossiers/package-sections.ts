import { channelViews, type ChannelView, type PartView } from '../assessments/submission.ts';
import type { Translate } from '../i18n/translate.ts';
import type { Block, Inline } from '../report/tree.ts';
import { systemField } from '../systems/fields.ts';
import { assessedPack, isOfSystem, type AssessedPack, type DossierFacts, type SystemFacts } from './facts.ts';
import { TemplatePack } from './template.ts';
import { byCode, dayWords, momentWords, plain, provisionWords } from './wording.ts';

/** Papers a pack asks for, as far as they may be asked, what the law requires apart from what is only recommended. */
export function documentBlocks({ pack, state }: AssessedPack, t: Translate): Block[] {
  return (['law', 'recommended'] as const).flatMap((force): Block[] => {
    const rows = state.evaluation.documents
      .filter(({ applies }) => applies !== 'false')
      .flatMap(({ document, applies }) => {
        const paper = pack.documents.find(({ name }) => name === document);
        if (paper?.force !== force) return [];
        return [
          [
            plain(paper.title[t.locale]),
            plain(t(applies === 'true' ? 'report.changes.applies.true' : 'report.changes.applies.unknown')),
            provisionWords(pack, paper.provisions, t.locale),
          ],
        ];
      });
    if (rows.length === 0) return [];
    return [
      {
        kind: 'table',
        caption: t(force === 'law' ? 'report.dutiesByLaw' : 'report.dutiesRecommended'),
        columns: [
          { title: t('report.columns.document'), width: 50 },
          { title: t('report.columns.state'), width: 20 },
          { title: t('report.columns.provision'), width: 30 },
        ],
        rows,
      },
    ];
  });
}

function named(assessed: AssessedPack, names: readonly string[]): ChannelView[] {
  return channelViews(assessed.pack, assessed.state.evaluation).filter(({ channel, applies }) =>
    names.length === 0 ? applies !== 'false' : names.includes(channel.name),
  );
}

/** Ways by which documents leave the organisation: those named, or all that may be at hand. */
export function channelBlocks(assessed: AssessedPack, names: readonly string[], t: Translate): Block[] {
  const { locale } = t;
  const rows = named(assessed, names).map(({ channel, applies }) => [
    plain(channel.mark, { code: true }),
    [{ text: channel.title[locale], bold: true }, { text: `. ${channel.trigger[locale]}` }],
    plain(channel.recipient[locale]),
    plain(
      [
        byCode(t, 'report.changes.applies', applies),
        ...(channel.voluntary ? [t('assessments.submission.voluntary')] : []),
      ].join('; '),
    ),
    provisionWords(assessed.pack, channel.provisions, locale),
  ]);
  if (rows.length === 0) return [];
  return [
    {
      kind: 'table',
      columns: [
        { title: t('report.columns.mark'), width: 7 },
        { title: t('report.columns.occasion'), width: 37 },
        { title: t('report.columns.recipient'), width: 22 },
        { title: t('report.columns.state'), width: 14 },
        { title: t('report.columns.provision'), width: 20 },
      ],
      rows,
    },
  ];
}

/** The parts of the packages of these channels, with what is ready. */
export function packagePartBlocks(assessed: AssessedPack, names: readonly string[], t: Translate): Block[] {
  return named(assessed, names).flatMap(({ channel, parts }): Block[] =>
    parts.length === 0
      ? []
      : [
          {
            kind: 'table',
            caption: channel.title[t.locale],
            columns: [
              { title: t('report.columns.mark'), width: 7 },
              { title: t('report.columns.part'), width: 39 },
              { title: t('assessments.duty.force'), width: 16 },
              { title: t('report.columns.state'), width: 16 },
              { title: t('report.columns.provision'), width: 22 },
            ],
            rows: parts.map((view) => partRow(assessed, view, t)),
          },
        ],
  );
}

function partRow(
  { pack }: AssessedPack,
  { part, force, applies, state, provisions }: PartView,
  t: Translate,
): Inline[] {
  const mayApply = applies === 'true' ? '' : ` (${t('report.mayApply')})`;
  return [
    plain(part.mark, { code: true }),
    [{ text: `${part.title[t.locale]}${mayApply}. `, bold: true }, { text: part.content[t.locale] }],
    plain(t(`assessments.submission.force.${force}`)),
    plain(t(`assessments.submission.state.${state}`)),
    provisionWords(pack, provisions, t.locale),
  ];
}

/** What is open before the document is clean, as the readiness list of the window says it. */
export function openItemBlocks({ edition, readiness }: DossierFacts, t: Translate): Block[] {
  if (edition === 'public') return [];
  if (readiness.items.length === 0) return [{ kind: 'paragraph', content: plain(t('report.nothingOpen')) }];
  return (['required', 'advised'] as const).flatMap((level): Block[] => {
    const items = readiness.items.filter((item) => item.level === level);
    if (items.length === 0) return [];
    return [
      { kind: 'paragraph', content: plain(t(`report.open.${level}`), { bold: true }) },
      {
        kind: 'list',
        ordered: false,
        items: items.map(({ code, details }) => plain(t.find(`dossiers.readiness.${code}`, details) ?? code)),
      },
    ];
  });
}

/** The latest changes of the record and of the answers, with who made them. */
export function historyBlocks(facts: SystemFacts, t: Translate): Block[] {
  if (facts.edition === 'public') return [];
  return [
    {
      kind: 'table',
      columns: [
        { title: t('report.columns.date'), width: 22 },
        { title: t('report.columns.subject'), width: 53 },
        { title: t('report.changes.changed'), width: 25 },
      ],
      rows: (facts.history ?? []).map(({ at, by, field }) => [
        plain(`${momentWords(at)} UTC`, { code: true }),
        plain(subjectOf(field, facts, t)),
        plain(by),
      ]),
      empty: t('report.noHistory'),
    },
  ];
}

function subjectOf(field: string, facts: SystemFacts, t: Translate): string {
  if (systemField(field)) return byCode(t, 'fields', `${field}.label`);
  const [id = '', name = ''] = field.split(':');
  const pack = TemplatePack.safeParse(id);
  const assessed = pack.success ? assessedPack(facts, pack.data) : undefined;
  return assessed?.pack.questions.find((question) => question.name === name)?.text[t.locale] ?? field;
}

/** The list of evidence with hashes; a public edition says that it gives none. */
export function evidenceBlocks(facts: SystemFacts, t: Translate): Block[] {
  if (facts.edition === 'public') return [{ kind: 'paragraph', content: plain(t('report.annex.evidenceWithheld')) }];
  return [
    {
      kind: 'table',
      columns: [
        { title: t('report.columns.document'), width: 40 },
        { title: t('report.columns.file'), width: 24 },
        { title: t('report.columns.effective'), width: 14 },
        { title: 'SHA-256', width: 22 },
      ],
      rows: facts.evidence.map((item) => [
        plain(item.title),
        plain(item.fileName, { code: true }),
        plain(item.effectiveOn ? dayWords(item.effectiveOn) : t('report.notAnswered'), { code: true }),
        plain(item.sha256, { code: true }),
      ]),
      empty: t('report.annex.noEvidence'),
    },
  ];
}

/** Where the ledger stands that the document was made from. */
export function ledgerBlocks(facts: DossierFacts, t: Translate): Block[] {
  return [
    {
      kind: 'paragraph',
      content: plain(t(isOfSystem(facts) ? 'report.annex.ledgerText' : 'report.annex.ledgerTextOrganisation')),
    },
    {
      kind: 'keyValues',
      rows: [
        { key: t('report.annex.ledgerSize'), value: plain(String(facts.ledger.size), { code: true }) },
        { key: t('report.annex.ledgerRoot'), value: plain(facts.ledger.root, { code: true }) },
      ],
    },
  ];
}
