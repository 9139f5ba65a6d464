import { translator, type Translate } from '../i18n/translate.ts';
import type { Block, ReportDocument } from '../report/tree.ts';
import { changesAnnex } from './changes.ts';
import type { AssessedPack, DossierFacts } from './facts.ts';
import * as sections from './sections.ts';
import { byCode, dayWords, plain } from './wording.ts';

/** Who signs, in the order of signing; the places are the fields `signature-1` and on. */
const signatureRoles = {
  'system-passport': ['prepared', 'approved'],
  'data-protection-assessment': ['prepared', 'approved'],
  'submission-package': ['prepared', 'reviewed', 'approved'],
} as const;

/**
 * Composes a dossier. Pure: the same facts give the same tree, and the preview, the PDF and every
 * other format are made from this one tree.
 */
export function composeDossier(facts: DossierFacts): ReportDocument {
  const t = translator(facts.locale);
  const title = byCode(t, 'dossiers.templates', `${facts.template}.title`);
  const name = sections.systemName(facts);
  const organisation = organisationWords(facts);
  return {
    locale: facts.locale,
    title,
    subtitle: name,
    organisation,
    runningHead: `${facts.system.code} · ${title} · ${byCode(t, 'dossiers.editions', `${facts.edition}.title`)}`,
    cover: cover(facts, t),
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
    blocks: [...frontMatter(facts, t), ...body(facts, t), ...changesAnnex(facts, t), ...closing(facts, t)],
  };
}

function organisationWords(facts: DossierFacts): string {
  const { name } = facts.organisation;
  return [name[facts.locale], name.ru, name.kk, name.en].find((text) => text.trim() !== '') ?? '';
}

function currentVersion(facts: DossierFacts): string {
  return facts.system.versions.find(({ current }) => current)?.label ?? '';
}

function cover(facts: DossierFacts, t: Translate): ReportDocument['cover'] {
  const packs =
    facts.template === 'system-passport'
      ? [facts.law]
      : facts.template === 'data-protection-assessment'
        ? [facts.data]
        : [facts.law, facts.data];
  return [
    { key: t('report.cover.edition'), value: byCode(t, 'dossiers.editions', `${facts.edition}.title`) },
    { key: t('report.cover.code'), value: facts.system.code },
    { key: t('report.cover.version'), value: currentVersion(facts) },
    ...(facts.organisation.bin === '' ? [] : [{ key: t('report.cover.bin'), value: facts.organisation.bin }]),
    { key: t('report.cover.date'), value: dayWords(facts.on) },
    ...packs.map(({ pack, state }) => ({
      key: t('report.cover.pack'),
      value: t('report.cover.packValue', {
        title: pack.title[facts.locale],
        version: pack.version,
        day: dayWords(pack.lawTextDate),
        hash: state.pack.hash.slice(0, 12),
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

function body(facts: DossierFacts, t: Translate): Block[] {
  switch (facts.template) {
    case 'system-passport':
      return passport(facts, t, 1);
    case 'data-protection-assessment':
      return dataProtection(facts, t, 1);
    case 'submission-package':
      return submission(facts, t);
  }
}

/** Numbered headings that keep one sequence over the document. */
function numbered(from: number): (level: 1 | 2, text: string, anchor: string) => Block {
  let chapter = from - 1;
  let part = 0;
  return (level, text, anchor) => {
    if (level === 1) {
      chapter += 1;
      part = 0;
    } else part += 1;
    return sections.heading(level, `${level === 1 ? chapter : `${chapter}.${part}`} ${text}`, anchor);
  };
}

const mainScales = ['risk-degree', 'screening', 'autonomy-degree', 'operating-mode', 'critical-object'];

function passport(facts: DossierFacts, t: Translate, from: number): Block[] {
  const h = numbered(from);
  const { law } = facts;
  const isOpen = facts.edition !== 'public';
  return [
    h(1, t('report.sections.result'), 'result'),
    ...sections.conclusionBlock(law, 'risk-degree', t),
    ...sections.conclusionBlock(law, 'screening', t),
    ...sections.scaleTable(law, ['degree', 'status'], ['risk-degree'], t),
    h(1, t('report.sections.passport'), 'passport'),
    ...sections.recordBlocks(facts, t),
    h(2, t('report.sections.versions'), 'versions'),
    ...sections.versionBlocks(facts, t),
    ...withHeading(
      h(2, t('report.sections.parties'), 'parties'),
      sections.entryBlocks(facts, ['person', 'supplier', 'model', 'library'], t),
    ),
    h(1, t('report.sections.classification'), 'classification'),
    ...(isOpen ? sections.matrixBlocks(law, t) : []),
    h(2, t('report.sections.reasons'), 'reasons'),
    ...sections.traceBlocks(law, mainScales, t),
    h(1, t('report.sections.screening'), 'screening'),
    { kind: 'paragraph', content: plain(t('report.screeningIntro')) },
    ...sections.scaleTable(law, ['screening'], ['screening'], t),
    ...(isOpen ? [h(1, t('report.sections.findings'), 'findings'), ...sections.findingBlocks(law, t)] : []),
    h(1, t('report.sections.duties'), 'duties'),
    ...sections.dutyBlocks(law, facts.edition, t),
    h(1, t('report.sections.answers'), 'answers'),
    ...publicAnswersNote(facts, t),
    ...sections.answerBlocks(law, facts, t, 'answers-law'),
    ...(facts.template === 'system-passport'
      ? [h(1, t('report.sections.sources'), 'sources'), ...sections.sourceBlocks([law], t)]
      : []),
  ];
}

function withHeading(heading: Block, blocks: Block[]): Block[] {
  return blocks.length === 0 ? [] : [heading, ...blocks];
}

function dataProtection(facts: DossierFacts, t: Translate, from: number): Block[] {
  const h = numbered(from);
  const { data } = facts;
  const isOpen = facts.edition !== 'public';
  return [
    h(1, t('report.sections.dataResult'), 'data-result'),
    { kind: 'paragraph', content: plain(t('report.dataIntro')), tone: 'muted' },
    ...sections.conclusionBlock(data, 'overall', t),
    ...sections.scaleTable(data, ['status', 'degree', 'screening'], ['overall'], t),
    h(2, t('report.sections.reasons'), 'data-reasons'),
    ...sections.traceBlocks(
      data,
      data.pack.scales.map(({ name }) => name),
      t,
    ),
    ...(isOpen ? [h(1, t('report.sections.dataFindings'), 'data-findings'), ...sections.findingBlocks(data, t)] : []),
    h(1, t('report.sections.dataDuties'), 'data-duties'),
    ...sections.dutyBlocks(data, facts.edition, t),
    h(1, t('report.sections.dataAnswers'), 'data-answers'),
    ...publicAnswersNote(facts, t),
    ...sections.answerBlocks(data, facts, t, 'answers-data'),
    ...(facts.template === 'data-protection-assessment'
      ? [h(1, t('report.sections.sources'), 'sources'), ...sections.sourceBlocks([data], t)]
      : []),
  ];
}

function submission(facts: DossierFacts, t: Translate): Block[] {
  const parts = packageParts(facts, t);
  const h = numbered(1);
  return [
    h(1, t('report.sections.package'), 'package'),
    { kind: 'paragraph', content: plain(t('report.packageIntro')) },
    {
      kind: 'table',
      caption: t('report.packageParts'),
      columns: [
        { title: t('report.columns.part'), width: 8 },
        { title: t('report.columns.content'), width: 52 },
        { title: t('report.columns.basis'), width: 40 },
      ],
      rows: parts,
    },
    ...passport(facts, t, 2),
    ...dataProtection(facts, t, facts.edition === 'public' ? 8 : 9),
    ...annexes(facts, t),
  ];
}

function packageParts(facts: DossierFacts, t: Translate) {
  const dataApplies = facts.data.state.startedAt !== null;
  const rows: [string, string, string][] = [
    ['1', t('report.parts.cover'), t('report.parts.proposed')],
    ['2', t('report.parts.passport'), t('report.parts.passportBasis')],
    ['3', t('report.parts.classification'), t('report.parts.classificationBasis')],
    ['4', t('report.parts.screening'), t('report.parts.screeningBasis')],
    ['5', dataApplies ? t('report.parts.data') : t('report.parts.dataNone'), t('report.parts.dataBasis')],
    ['6', t('report.parts.evidence'), t('report.parts.proposed')],
    ['7', t('report.parts.open'), t('report.parts.proposed')],
    ['8', t('report.parts.manifest'), t('report.parts.proposed')],
  ];
  return rows.map(([part, content, basis]) => [plain(part, { code: true }), plain(content), plain(basis)]);
}

function annexes(facts: DossierFacts, t: Translate): Block[] {
  const assessed: AssessedPack[] = [facts.law, facts.data];
  return [
    { kind: 'pageBreak' },
    sections.heading(1, t('report.annex.evidence'), 'annex-evidence'),
    evidenceTable(facts, t),
    sections.heading(1, t('report.annex.sources'), 'annex-sources'),
    ...sections.sourceBlocks(assessed, t),
    sections.heading(1, t('report.annex.ledger'), 'annex-ledger'),
    { kind: 'paragraph', content: plain(t('report.annex.ledgerText')) },
    {
      kind: 'keyValues',
      rows: [
        { key: t('report.annex.ledgerSize'), value: plain(String(facts.ledger.size), { code: true }) },
        { key: t('report.annex.ledgerRoot'), value: plain(facts.ledger.root, { code: true }) },
      ],
    },
  ];
}

function publicAnswersNote({ edition }: DossierFacts, t: Translate): Block[] {
  return edition === 'public' ? [{ kind: 'paragraph', content: plain(t('report.answersPublic')), tone: 'muted' }] : [];
}

function evidenceTable(facts: DossierFacts, t: Translate): Block {
  if (facts.edition === 'public') return { kind: 'paragraph', content: plain(t('report.annex.evidenceWithheld')) };
  return {
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
  };
}

function closing(facts: DossierFacts, t: Translate): Block[] {
  return [
    sections.heading(1, t('report.sections.signatures'), 'signatures'),
    { kind: 'paragraph', content: plain(t('report.signatureText')), tone: 'muted' },
    {
      kind: 'signatures',
      title: t('report.signaturePlaces'),
      fields: signatureRoles[facts.template].map((role, index) => ({
        name: `signature-${index + 1}`,
        label: t(`report.${role}`),
        role: t(`report.${role}Role`),
      })),
    },
    { kind: 'attachments', title: t('report.attachments'), rows: facts.attachments },
  ];
}
