import type { Translate } from '../i18n/translate.ts';
import type { Block } from '../report/tree.ts';
import { contentBlocks } from './contents.ts';
import { assessedPack, isOfSystem, type DossierFacts } from './facts.ts';
import { filled, filledWords } from './places.ts';
import { fieldBlocks } from './record-sections.ts';
import { answerTable, heading } from './sections.ts';
import type { Template, TemplateCondition, TemplatePart, TemplateSection } from './template.ts';
import { plain } from './wording.ts';

/** Whether every line of a condition holds; what is not known holds. */
function holdsIn(condition: TemplateCondition | undefined, facts: DossierFacts): boolean {
  if (!condition) return true;
  const { edition, field, scale, started, notStarted } = condition;
  if (edition && !edition.includes(facts.edition)) return false;
  if (!isOfSystem(facts)) return true;
  if (field && !fieldHolds(facts.system.fields[field.name], field.in)) return false;
  if (scale && !scaleHolds(facts, scale)) return false;
  if (started && assessedPack(facts, started)?.state.startedAt === null) return false;
  if (notStarted && assessedPack(facts, notStarted)?.state.startedAt !== null) return false;
  return true;
}

function fieldHolds(value: unknown, codes: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null || 'unknown' in value) return true;
  if (!('value' in value)) return false;
  const content: unknown[] = Array.isArray(value.value) ? value.value : [value.value];
  return content.some((code) => typeof code === 'string' && codes.includes(code));
}

function scaleHolds(
  facts: DossierFacts,
  { pack, name, in: degrees }: NonNullable<TemplateCondition['scale']>,
): boolean {
  const conclusion = assessedPack(facts, pack)?.state.evaluation.conclusions.find((item) => item.scale === name);
  if (!conclusion) return true;
  if (conclusion.status === 'final') return conclusion.degree !== null && degrees.includes(conclusion.degree);
  return conclusion.possible.length === 0 || conclusion.possible.some((degree) => degrees.includes(degree));
}

/** The blocks of a part; none where its condition does not hold or there is nothing to print. */
function partBlocks(part: TemplatePart, facts: DossierFacts, anchor: string, t: Translate): Block[] {
  if (part.kind === 'pageBreak') return [{ kind: 'pageBreak' }];
  if (part.kind === 'stamp') return [{ kind: 'stamp', label: filledWords(part.label, facts, t) }];
  if (!holdsIn(part.when, facts)) return [];
  switch (part.kind) {
    case 'text':
      return [
        {
          kind: 'paragraph',
          content: filled(part.text, facts, t, part.provisions),
          ...(part.tone ? { tone: part.tone } : {}),
        },
      ];
    case 'list': {
      const items = part.items.filter(({ when }) => holdsIn(when, facts));
      if (items.length === 0) return [];
      return [
        {
          kind: 'list',
          ordered: part.ordered,
          items: items.map(({ text, provisions }) => filled(text, facts, t, provisions)),
        },
      ];
    }
    case 'notice':
      return [
        {
          kind: 'notice',
          tone: part.tone,
          title: filledWords(part.title, facts, t),
          content: part.text.map(({ text, provisions }) => filled(text, facts, t, provisions)),
        },
      ];
    case 'fields':
      return isOfSystem(facts) ? fieldBlocks(facts, part.fields, t) : [];
    case 'answers':
      return answers(part, facts, t);
    case 'blanks':
      return [
        {
          kind: 'keyValues',
          rows: part.rows.map(({ label, lines }) => ({ key: filledWords(label, facts, t), value: [], lines })),
        },
      ];
    case 'table':
      return [form(part, facts, t)];
    case 'content':
      return contentBlocks(part, facts, anchor, t);
  }
}

function answers(part: Extract<TemplatePart, { kind: 'answers' }>, facts: DossierFacts, t: Translate): Block[] {
  const assessed = assessedPack(facts, part.pack);
  if (!assessed || !isOfSystem(facts)) return [];
  const { pack, state } = assessed;
  const questions = part.questions.flatMap((name) =>
    state.evaluation.visible.includes(name) ? pack.questions.filter((question) => question.name === name) : [],
  );
  return questions.length === 0 ? [] : [answerTable(assessed, questions, facts, t)];
}

function form(part: Extract<TemplatePart, { kind: 'table' }>, facts: DossierFacts, t: Translate): Block {
  return {
    kind: 'table',
    ...(part.caption ? { caption: filledWords(part.caption, facts, t) } : {}),
    columns: part.columns.map(({ title, width }) => ({ title: filledWords(title, facts, t), width })),
    rows: [
      ...part.rows.map((row) => part.columns.map((_, index) => cell(row[index] ?? null, facts, t))),
      ...Array.from({ length: part.emptyRows }, () => part.columns.map(() => plain(''))),
    ],
  };
}

function cell(text: Parameters<typeof filled>[0] | null, facts: DossierFacts, t: Translate) {
  return text ? filled(text, facts, t, undefined) : plain('');
}

interface Printed {
  section: TemplateSection;
  blocks: Block[];
}

/** Whether something of a section, or of the sections below it, is printed. */
function isPrinted(printed: readonly Printed[], index: number): boolean {
  const own = printed[index];
  if (!own) return false;
  if (own.blocks.some(({ kind }) => kind !== 'pageBreak')) return true;
  const next = printed[index + 1];
  if (!next || next.section.level <= own.section.level) return false;
  const below = printed.slice(index + 1);
  const end = below.findIndex(({ section }) => section.level <= own.section.level);
  return below
    .slice(0, end === -1 ? below.length : end)
    .some(({ blocks }) => blocks.some(({ kind }) => kind !== 'pageBreak'));
}

/** Numbers of the headings, such as 2.1, in one sequence over the document. */
function numbering(isNumbered: boolean): (section: TemplateSection) => string {
  const counts = [0, 0, 0];
  return ({ level, numbered }) => {
    if (!isNumbered || !numbered) return '';
    counts[level - 1] = (counts[level - 1] ?? 0) + 1;
    counts.fill(0, level);
    return `${counts.slice(0, level).join('.')} `;
  };
}

/**
 * The text of a document: the sections of its template with what the facts say. Pure, and nothing of a template is run:
 * it only names what is printed.
 */
export function templateBlocks({ sections, numbered }: Template, facts: DossierFacts, t: Translate): Block[] {
  const printed = sections
    .filter(({ when }) => holdsIn(when, facts))
    .map((section) => ({
      section,
      blocks: section.parts.flatMap((part, index) => {
        const anchor = index === 0 ? section.name : `${section.name}-${index + 1}`;
        return partBlocks(part, facts, anchor, t);
      }),
    }));
  const numberOf = numbering(numbered);
  return printed.flatMap(({ section, blocks }, index) =>
    isPrinted(printed, index)
      ? [heading(section.level, `${numberOf(section)}${filledWords(section.title, facts, t)}`, section.name), ...blocks]
      : [],
  );
}
