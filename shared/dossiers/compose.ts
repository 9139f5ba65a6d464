import { translator, type Translate } from '../i18n/translate.ts';
import type { Block, ReportDocument } from '../report/tree.ts';
import { changesAnnex } from './changes.ts';
import { isOfSystem, packText, type DossierFacts } from './facts.ts';
import { templateBlocks } from './interpret.ts';
import { organisationName, systemName } from './names.ts';
import { heading } from './sections.ts';
import type { Template } from './template.ts';
import { byCode, dayWords, plain } from './wording.ts';

/**
 * Composes a document from its template. Pure: the same template and facts give the same tree, and the preview, the PDF
 * and every other format are made from this one tree.
 */
export function composeDossier(template: Template, facts: DossierFacts): ReportDocument {
  const t = translator(facts.locale);
  const title = template.title[facts.locale];
  const edition = byCode(t, 'dossiers.editions', `${facts.edition}.title`);
  const isLetter = template.layout === 'letter';
  return {
    locale: facts.locale,
    title,
    subtitle: isOfSystem(facts) ? systemName(facts) : '',
    organisation: organisationName(facts),
    runningHead: [...(isOfSystem(facts) ? [facts.system.code] : []), title, edition].join(' · '),
    layout: template.layout,
    ...(isLetter
      ? { dateLine: t('report.dateLine', { day: dayWords(facts.on) }), letterhead: letterheadOf(facts, t) }
      : {}),
    cover: cover(template, facts, t),
    footer: t('report.footer', { snapshot: facts.snapshot.slice(0, 16), root: facts.ledger.root.slice(0, 16) }),
    watermark: facts.sample
      ? t('report.watermarkSample')
      : facts.readiness.draftReasons.length > 0
        ? t('report.watermarkDraft')
        : null,
    words: {
      contents: t('report.contents'),
      page: t('report.pageOf', { page: '{page}', pages: '{pages}' }),
      confidence: {
        verified: t('report.confidence.verified'),
        secondary: t('report.confidence.secondary'),
        uncertain: t('report.confidence.uncertain'),
        interpretation: t('report.confidence.interpretation'),
      },
    },
    // A letter begins with its text; what the reader must know of the marks stands after the signatures.
    blocks: isLetter
      ? [
          ...templateBlocks(template, facts, t),
          ...places(template, t),
          ...changesAnnex(facts, t),
          ...frontMatter(facts, t),
          ...attached(facts, t),
        ]
      : [
          ...frontMatter(facts, t),
          ...templateBlocks(template, facts, t),
          ...changesAnnex(facts, t),
          heading(1, t('report.signatures'), 'signatures'),
          { kind: 'paragraph', content: plain(t('report.signatureText')), tone: 'muted' },
          ...places(template, t),
          ...attached(facts, t),
        ],
  };
}

/** Name, BIN, address and contact, as far as they are recorded. */
function letterheadOf(facts: DossierFacts, t: Translate): NonNullable<ReportDocument['letterhead']> {
  const { bin, address, contact } = facts.organisation;
  const lines = [organisationName(facts), bin === '' ? '' : `${t('report.cover.bin')} ${bin}`, address, contact];
  return { logo: null, position: 'left', lines: lines.map((line) => line.trim()).filter((line) => line !== '') };
}

function cover(template: Template, facts: DossierFacts, t: Translate): ReportDocument['cover'] {
  return [
    { key: t('report.cover.edition'), value: byCode(t, 'dossiers.editions', `${facts.edition}.title`) },
    ...(isOfSystem(facts)
      ? [
          { key: t('report.cover.code'), value: facts.system.code },
          {
            key: t('report.cover.version'),
            value: facts.system.versions.find(({ current }) => current)?.label ?? '',
          },
        ]
      : []),
    ...(facts.organisation.bin === '' ? [] : [{ key: t('report.cover.bin'), value: facts.organisation.bin }]),
    { key: t('report.cover.date'), value: dayWords(facts.on) },
    ...template.packs
      .flatMap((name) => packText(facts, name) ?? [])
      .map(({ pack, hash }) => ({
        key: t('report.cover.pack'),
        value: t('report.cover.packValue', {
          title: pack.title[facts.locale],
          version: pack.version,
          day: dayWords(pack.lawTextDate),
          hash: hash.slice(0, 12),
        }),
      })),
    { key: t('report.cover.snapshot'), value: facts.snapshot },
    {
      key: t('report.cover.ledger'),
      value: t('report.cover.ledgerValue', { size: facts.ledger.size, root: facts.ledger.root }),
    },
  ];
}

/** What a reader must know first: draft, paraphrase of the law, levels of confidence. */
function frontMatter(facts: DossierFacts, t: Translate): Block[] {
  const draft = facts.sample || facts.readiness.draftReasons.length > 0;
  return [
    ...(draft ? [draftNotice(facts, t)] : []),
    ...(facts.edition === 'authority' ? [] : [editionNotice(facts, t)]),
    {
      kind: 'notice',
      tone: 'info',
      title: t('report.readingTitle'),
      content: [
        plain(t('report.paraphrase')),
        (['verified', 'secondary', 'uncertain', 'interpretation'] as const).map((confidence, index) => ({
          text: `${index === 0 ? '' : '; '}${t(`report.confidence.${confidence}`)}`,
          confidence,
        })),
      ],
    },
  ];
}

function editionNotice({ edition }: DossierFacts, t: Translate): Block {
  return {
    kind: 'notice',
    tone: edition === 'internal' ? 'warn' : 'info',
    title: byCode(t, 'dossiers.editions', `${edition}.title`),
    content: [plain(byCode(t, 'report.editionNotice', edition))],
  };
}

const listedOpenItems = 40;

function draftNotice(facts: DossierFacts, t: Translate): Block {
  const open = facts.readiness.items.filter(({ level }) => level === 'required');
  const rest = open.length - listedOpenItems;
  return {
    kind: 'notice',
    tone: 'warn',
    title: t(facts.sample ? 'report.sampleTitle' : 'report.draftTitle'),
    content: [
      ...facts.readiness.draftReasons.map((reason) => plain(byCode(t, 'dossiers.draft', reason))),
      ...open
        .slice(0, listedOpenItems)
        .map((item) => plain(t.find(`dossiers.readiness.${item.code}`, item.details) ?? item.code)),
      ...(rest > 0 ? [plain(t('report.andMore', { count: rest }))] : []),
    ],
  };
}

/** A place for each who signs, in the order of the template. */
function places({ signatures }: Template, t: Translate): Block[] {
  return [
    {
      kind: 'signatures',
      title: t('report.signaturePlaces'),
      fields: signatures.map((role, index) => ({
        name: `signature-${index + 1}`,
        label: t(`report.signers.${role}.label`),
        role: t(`report.signers.${role}.role`),
      })),
    },
  ];
}

function attached({ attachments }: DossierFacts, t: Translate): Block[] {
  return [{ kind: 'attachments', title: t('report.attachments'), rows: attachments }];
}
