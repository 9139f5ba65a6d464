import { registerState } from '../assessments/policy.ts';
import type { AssessmentState } from '../assessments/contract.ts';
import type { Organisation } from '../organisation/contract.ts';
import type { Pack } from '../rules/pack.ts';
import { translator } from '../i18n/translate.ts';
import type { Locale } from '../lib/schema.ts';
import type { FieldNeed } from '../systems/field-value.ts';
import { systemField } from '../systems/fields.ts';
import { missingFields } from '../systems/policy.ts';
import type { System } from '../systems/contract.ts';
import type { Evidence } from '../evidence/contract.ts';
import type { Readiness, ReadinessItem, TemplateId } from './contract.ts';

export interface ReadinessFacts {
  template: TemplateId;
  locale: Locale;
  on: string;
  sample: boolean;
  organisation: Organisation;
  system: System;
  law: { pack: Pack; state: AssessmentState };
  data: { pack: Pack; state: AssessmentState };
  evidence: Evidence[];
}

const templateNeeds: Record<TemplateId, readonly FieldNeed[]> = {
  'system-passport': ['passport', 'classification'],
  'data-protection-assessment': ['personal-data'],
  'submission-package': ['passport', 'classification', 'operation', 'personal-data'],
};

/**
 * What is missing before a dossier is clean, each with the place that repairs it. `draftReasons`
 * keep the draft mark on: anything required that is open, or a training workspace.
 */
export function readiness(facts: ReadinessFacts): Readiness {
  const usesLaw = facts.template !== 'data-protection-assessment';
  const usesData = facts.template !== 'system-passport';
  const items = [
    ...organisationItems(facts.organisation),
    ...fieldItems(facts),
    ...(usesLaw ? packItems(facts.law, facts.locale) : []),
    ...(usesLaw ? classificationItems(facts) : []),
    ...(usesData ? packItems(facts.data, facts.locale) : []),
    ...evidenceItems(facts),
  ];
  const required = items.some(({ level }) => level === 'required');
  const draftReasons = [...(facts.sample ? ['sample'] : []), ...(required ? ['open'] : [])];
  return { ready: draftReasons.length === 0, draftReasons, items };
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

function fieldItems({ system, template, locale }: ReadinessFacts): ReadinessItem[] {
  const t = translator(locale);
  const deployed = system.versions.some((version) => version.current && version.deployments.length > 0);
  const missing = missingFields(system.fields, deployed);
  const names = [...new Set(templateNeeds[template].flatMap((need) => missing[need]))];
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

function packItems({ pack, state }: { pack: Pack; state: AssessmentState }, locale: Locale): ReadinessItem[] {
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

function classificationItems({ law }: ReadinessFacts): ReadinessItem[] {
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

function evidenceItems({ evidence, on }: ReadinessFacts): ReadinessItem[] {
  return evidence
    .filter(({ expiresOn }) => expiresOn !== null && expiresOn < on)
    .map((item) => ({
      level: 'required',
      code: 'evidence-expired',
      details: { title: item.title, day: item.expiresOn ?? '' },
      target: { kind: 'none' },
    }));
}
