import type { Translate } from '../i18n/translate.ts';
import type { Block, Inline } from '../report/tree.ts';
import type { DegreeState } from '../systems/contract.ts';
import type { FieldValues } from '../systems/field-value.ts';
import { systemField } from '../systems/fields.ts';
import { multilingual, reviewDay, textIn } from '../systems/policy.ts';
import { inEdition } from './edition.ts';
import type { OrganisationFacts, RegisterLine } from './facts.ts';
import { byCode, dayWords, fieldWords, plain } from './wording.ts';

/** Fields of the record the register of the organisation prints; what an edition withholds is left out. */
export const registerExtract = [
  'name',
  'lifecycleStage',
  'kzRole',
  'modeOfUse',
  'ownerPerson',
  'nextReview',
  'lastRiskReview',
] as const;

function isOpen(name: string, facts: OrganisationFacts): boolean {
  const field = systemField(name);
  return field !== undefined && inEdition(field.sensitivity, facts.edition);
}

function degreeCode({ degree, prohibited }: DegreeState): 'prohibited' | 'none' | 'minimal' | 'medium' | 'high' {
  if (prohibited === 'yes') return 'prohibited';
  return degree ?? 'none';
}

function degreeWords(state: DegreeState, t: Translate): string {
  const code = degreeCode(state);
  const words = t(`options.degree.${code}`);
  return state.status === 'provisional' && code !== 'prohibited' && code !== 'none'
    ? t('report.provisionalAtLeast', { degree: words })
    : words;
}

function words(name: string, fields: FieldValues, t: Translate): Inline {
  const definition = systemField(name);
  return definition ? fieldWords(definition, fields[name], t, {}) : [];
}

function nameWords({ code, fields }: RegisterLine, t: Translate): Inline {
  const name = multilingual(fields, 'name');
  return plain((name && textIn(name, t.locale)) ?? code);
}

/** The AI systems of the organisation: code, name, degree, stage, role, mode, owner and day of the next review. */
export function registerBlocks(facts: OrganisationFacts, t: Translate): Block[] {
  const columns: { title: string; width: number; cell: (line: RegisterLine) => Inline }[] = [
    { title: t('report.cover.code'), width: 10, cell: ({ code }) => plain(code, { code: true }) },
    { title: byCode(t, 'fields', 'name.label'), width: 24, cell: (line) => nameWords(line, t) },
    { title: t('report.register.degree'), width: 15, cell: ({ degree }) => plain(degreeWords(degree, t)) },
    ...(['lifecycleStage', 'kzRole', 'modeOfUse'] as const)
      .filter((name) => isOpen(name, facts))
      .map((name) => ({
        title: byCode(t, 'fields', `${name}.label`),
        width: 13,
        cell: ({ fields }: RegisterLine) => words(name, fields, t),
      })),
    ...(isOpen('ownerPerson', facts)
      ? [
          {
            title: byCode(t, 'fields', 'ownerPerson.label'),
            width: 14,
            cell: ({ owner }: RegisterLine) => plain(owner || '—'),
          },
        ]
      : []),
    ...(isOpen('nextReview', facts)
      ? [
          {
            title: byCode(t, 'fields', 'nextReview.label'),
            width: 11,
            cell: ({ fields }: RegisterLine) => {
              const day = reviewDay(fields);
              return plain(day === null ? '—' : dayWords(day), { code: true });
            },
          },
        ]
      : []),
  ];
  return [
    {
      kind: 'table',
      columns: columns.map(({ title, width }) => ({ title, width })),
      rows: facts.register.map((line) => columns.map(({ cell }) => cell(line))),
      empty: t('report.register.none'),
    },
  ];
}

/** How many systems stand at each degree, stage and role. */
export function registerFigureBlocks(facts: OrganisationFacts, t: Translate): Block[] {
  const { register } = facts;
  if (register.length === 0) return [];
  const counts: [string, (line: RegisterLine) => string][] = [
    [t('report.register.degree'), ({ degree }) => degreeWords(degree, t)],
    ...(['lifecycleStage', 'kzRole'] as const)
      .filter((name) => isOpen(name, facts))
      .map((name): [string, (line: RegisterLine) => string] => [
        byCode(t, 'fields', `${name}.label`),
        ({ fields }) =>
          words(name, fields, t)
            .map(({ text }) => text)
            .join(''),
      ]),
  ];
  return counts.map(([title, valueOf]): Block => {
    const groups = new Map<string, number>();
    for (const line of register) groups.set(valueOf(line), (groups.get(valueOf(line)) ?? 0) + 1);
    return {
      kind: 'table',
      caption: t('report.register.by', { title }),
      columns: [
        { title, width: 80 },
        { title: t('report.register.count'), width: 20, align: 'right' },
      ],
      rows: [...groups]
        .sort(([, one], [, other]) => other - one)
        .map(([value, count]) => [plain(value), plain(String(count))]),
    };
  });
}
