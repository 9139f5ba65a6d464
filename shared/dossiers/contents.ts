import type { Translate } from '../i18n/translate.ts';
import type { Block } from '../report/tree.ts';
import { RegisterKind } from '../systems/field-value.ts';
import { assessedPack, isOfSystem, packText, type AssessedPack, type DossierFacts, type SystemFacts } from './facts.ts';
import {
  channelBlocks,
  documentBlocks,
  evidenceBlocks,
  historyBlocks,
  ledgerBlocks,
  openItemBlocks,
  packagePartBlocks,
} from './package-sections.ts';
import { entryBlocks, recordBlocks, versionBlocks } from './record-sections.ts';
import { registerBlocks, registerFigureBlocks } from './register-sections.ts';
import * as sections from './sections.ts';
import { TemplatePack, type TemplateContent, type TemplatePart } from './template.ts';

type ContentPart = Extract<TemplatePart, { kind: 'content' }>;

interface Request {
  of: readonly string[];
  except: readonly string[];
  /** Start of the anchors of headings inside the content. */
  anchor: string;
  t: Translate;
}

type OfAssessment = (assessed: AssessedPack, facts: SystemFacts, request: Request) => Block[];
type OfSystem = (facts: SystemFacts, request: Request) => Block[];
type OfDocument = (facts: DossierFacts, request: Request) => Block[];

/** What is made from the assessment under a pack. */
const fromAssessment: Partial<Record<TemplateContent, OfAssessment>> = {
  conclusion: (assessed, _facts, { of, t }) => of.flatMap((scale) => sections.conclusionBlock(assessed, scale, t)),
  scales: (assessed, _facts, { of, except, t }) =>
    sections.scaleTable(assessed, of.length === 0 ? ['degree', 'status', 'screening'] : of, except, t),
  trace: (assessed, _facts, { of, t }) =>
    sections.traceBlocks(assessed, of.length === 0 ? assessed.pack.scales.map(({ name }) => name) : of, t),
  // The public edition withholds findings, consequences, papers and packages; an empty list would say that there are none.
  findings: (assessed, { edition }, { of, t }) => (edition === 'public' ? [] : sections.findingBlocks(assessed, of, t)),
  duties: (assessed, { edition }, { t }) => sections.dutyBlocks(assessed, edition, t),
  questions: (assessed, facts, { of, anchor, t }) => sections.answerBlocks(assessed, of, facts, t, anchor),
  documents: (assessed, _facts, { t }) => documentBlocks(assessed, t),
  matrix: (assessed, { edition }, { t }) => (edition === 'public' ? [] : sections.matrixBlocks(assessed, t)),
  'package-parts': (assessed, _facts, { of, t }) => packagePartBlocks(assessed, of, t),
  channels: (assessed, _facts, { of, t }) => channelBlocks(assessed, of, t),
};

/** What is made from the record of a system. */
const fromRecord: Partial<Record<TemplateContent, OfSystem>> = {
  record: (facts, { of, anchor, t }) => recordBlocks(facts, of, t, anchor),
  versions: (facts, { t }) => versionBlocks(facts, t),
  entries: (facts, { of, anchor, t }) => {
    const kinds = of.flatMap((name) => RegisterKind.options.filter((kind) => kind === name));
    return entryBlocks(facts, kinds, t, anchor);
  },
  evidence: (facts, { t }) => evidenceBlocks(facts, t),
  history: (facts, { t }) => historyBlocks(facts, t),
};

/** What any document may hold. */
const fromDocument: Partial<Record<TemplateContent, OfDocument>> = {
  sources: (facts, { of, t }) =>
    sections.sourceBlocks(
      TemplatePack.options
        .filter((name) => of.length === 0 || of.includes(name))
        .flatMap((name) => packText(facts, name) ?? []),
      t,
    ),
  ledger: (facts, { t }) => ledgerBlocks(facts, t),
  'open-items': (facts, { t }) => openItemBlocks(facts, t),
  register: (facts, { t }) => (isOfSystem(facts) ? [] : registerBlocks(facts, t)),
  'register-figures': (facts, { t }) => (isOfSystem(facts) ? [] : registerFigureBlocks(facts, t)),
};

/** Pack of a content that names none. */
const usualPack: Partial<Record<TemplateContent, TemplatePack>> = {
  matrix: 'kz-ai-law',
  'package-parts': 'kz-submission',
  channels: 'kz-submission',
};

/** The pack a content is made from; nothing where it is made from no assessment. */
export function packOfContent({ content, pack }: ContentPart): TemplatePack | undefined {
  return fromAssessment[content] ? (pack ?? usualPack[content]) : undefined;
}

/** Whether a content exists for documents of the organisation. */
export function isOfOrganisation(content: TemplateContent): boolean {
  return fromDocument[content] !== undefined;
}

/** Whether a content exists for documents of a system. */
export function isOfSystemContent(content: TemplateContent): boolean {
  return content !== 'register' && content !== 'register-figures';
}

/** The blocks of a content; none where the facts of the document hold nothing of it. */
export function contentBlocks(part: ContentPart, facts: DossierFacts, anchor: string, t: Translate): Block[] {
  const request: Request = { of: part.of ?? [], except: part.except ?? [], anchor, t };
  const any = fromDocument[part.content];
  if (any) return any(facts, request);
  if (!isOfSystem(facts)) return [];
  const own = fromRecord[part.content];
  if (own) return own(facts, request);
  const pack = packOfContent(part);
  const assessed = pack && assessedPack(facts, pack);
  return (assessed && fromAssessment[part.content]?.(assessed, facts, request)) ?? [];
}
