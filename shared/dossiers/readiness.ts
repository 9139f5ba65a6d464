import { registerState } from '../assessments/policy.ts';
import type { Organisation } from '../organisation/contract.ts';
import { translator } from '../i18n/translate.ts';
import type { Locale } from '../lib/schema.ts';
import type { FieldNeed } from '../systems/field-value.ts';
import { systemField } from '../systems/fields.ts';
import { missingFields } from '../systems/policy.ts';
import type { System } from '../systems/contract.ts';
import type { Evidence } from '../evidence/contract.ts';
import type { Readiness, ReadinessItem } from './contract.ts';
import { packOfContent } from './contents.ts';
import type { AssessedPack } from './facts.ts';
import type { Template, TemplatePack } from './template.ts';

/** What a readiness list is made from. */
export interface ReadinessFacts {
  template: Pick<Template, 'needs' | 'packs' | 'sections'>;
  locale: Locale;
  on: string;
  sample: boolean;
  organisation: Organisation;
  /** Null for a document of the organisation. */
  system: {
    system: System;
    assessed(pack: TemplatePack): AssessedPack | undefined;
    evidence: Evidence[];
  } | null;
}

/** Packs whose open questions count only where the template needs what they ask. */
const needOfPack: Partial<Record<TemplatePack, FieldNeed>> = {
  'kz-ai-law': 'classification',
  'kz-personal-data': 'personal-data',
};

/**
 * What is missing before a dossier is clean, each with the place that repairs it. `draftReasons`
 * keep the draft mark on: anything required that is open, or a training workspace.
 */
export function readiness(facts: ReadinessFacts): Readiness {
  const items = [...organisationItems(facts.organisation), ...(facts.system ? systemItems(facts, facts.system) : [])];
  const required = items.some(({ level }) => level === 'required');
  const draftReasons = [...(facts.sample ? ['sample'] : []), ...(required ? ['open'] : [])];
  return { ready: draftReasons.length === 0, draftReasons, items };
}

function systemItems(
  { template, locale, on }: ReadinessFacts,
  { system, assessed, evidence }: NonNullable<ReadinessFacts['system']>,
): ReadinessItem[] {
  const { needs } = template;
  const law = assessed('kz-ai-law');
  return [
    ...fieldItems(system, needs, locale),
    ...template.packs.flatMap((name) => {
      const need = needOfPack[name];
      const pack = assessed(name);
      if (!pack || !(need === undefined ? prints(template, name) : needs.includes(need))) return [];
      return [...packItems(pack, locale), ...(name === 'kz-ai-law' && law ? classificationItems(law) : [])];
    }),
    ...evidenceItems(evidence, on),
  ];
}

/** Whether a template prints something of the assessment under a pack; citing its provisions is not enough. */
function prints({ sections }: Pick<Template, 'sections'>, name: TemplatePack): boolean {
  return sections.some(({ parts }) => parts.some((part) => part.kind === 'content' && packOfContent(part) === name));
}

function organisationItems(organisation: Organisation): ReadinessItem[] {
  const missing = [
    ...(Object.values(organisation.name).some((name) => name.trim() !== '') ? [] : ['organisation-name']),
    ...(organisation.bin === '' ? ['organisation-bin'] : []),
    ...(organisation.address.trim() === '' ? ['organisation-address'] : []),
  ];
  return missing.map((code) => ({
    level: code === 'organisation-address' ? 'advised' : 'required',
    code,
    details: {},
    target: { kind: 'organisation' },
  }));
}

function fieldItems(system: System, needs: readonly FieldNeed[], locale: Locale): ReadinessItem[] {
  const t = translator(locale);
  const deployed = system.versions.some((version) => version.current && version.deployments.length > 0);
  const missing = missingFields(system.fields, deployed);
  const names = [...new Set(needs.flatMap((need) => missing[need]))];
  return names.map((field): ReadinessItem =>
    systemField(field)
      ? {
          level: 'required',
          code: 'field',
          details: { label: t.find(`fields.${field}.label`) ?? field },
          target: { kind: 'field', field },
        }
      : { level: 'required', code: 'no-site', details: {}, target: { kind: 'deployments' } },
  );
}

function packItems({ pack, state }: AssessedPack, locale: Locale): ReadinessItem[] {
  const text = (name: string): string =>
    pack.questions.find((question) => question.name === name)?.text[locale] ?? name;
  const item =
    (code: string, level: 'required' | 'advised') =>
    (question: string): ReadinessItem => ({
      level,
      code,
      details: { question: text(question) },
      target: { kind: 'question', pack: pack.id, question },
    });
  return [
    // The version an assessment is pinned to is a choice, and printed; a version nobody has cannot be checked.
    ...(state.packChanged
      ? [
          {
            level: state.packMissing ? ('required' as const) : ('advised' as const),
            code: state.packMissing ? 'pack-missing' : 'pack-changed',
            details: { pack: pack.title[locale], version: state.pack.version },
            target: { kind: 'none' as const },
          },
        ]
      : []),
    ...state.evaluation.missing.map(item('question-missing', 'required')),
    ...state.evaluation.unknown.map(item('question-unknown', 'advised')),
  ];
}

function classificationItems(law: AssessedPack): ReadinessItem[] {
  const { status, prohibited } = registerState(law.state.evaluation);
  const settle = law.state.evaluation.conclusions.find(({ scale }) => scale === 'risk-degree')?.settle[0];
  const target: ReadinessItem['target'] =
    settle === undefined ? { kind: 'none' } : { kind: 'question', pack: law.pack.id, question: settle };
  return [
    ...(status === 'final'
      ? []
      : [
          {
            level: 'required' as const,
            code: status === 'none' ? 'not-classified' : 'provisional',
            details: {},
            target,
          },
        ]),
    ...(prohibited === 'yes'
      ? [{ level: 'required' as const, code: 'prohibited', details: {}, target: { kind: 'none' as const } }]
      : []),
    ...(prohibited === 'review'
      ? [{ level: 'required' as const, code: 'lawyer-review', details: {}, target: { kind: 'none' as const } }]
      : []),
  ];
}

function evidenceItems(evidence: readonly Evidence[], on: string): ReadinessItem[] {
  return evidence
    .filter(({ expiresOn }) => expiresOn !== null && expiresOn < on)
    .map((item) => ({
      level: 'required',
      code: 'evidence-expired',
      details: { title: item.title, day: item.expiresOn ?? '' },
      target: { kind: 'none' },
    }));
}
