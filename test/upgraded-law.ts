import type { Answer } from '../shared/rules/answer.ts';
import type { Pack } from '../shared/rules/pack.ts';

export const yes = { value: 'yes' } as const;
export const no = { value: 'no' } as const;

const rows = [
  'defence',
  'security',
  'international-relations',
  'economy',
  'sector',
  'users',
  'infrastructure',
  'life-activity',
  'social-emergency',
  'technogenic-emergency',
];
const consequences: Answer = { value: Object.fromEntries(rows.map((row) => [row, 'none'])) };
export const minimal: Record<string, Answer> = {
  'is-ai-system': yes,
  'consequence-of-failure': consequences,
  'consequence-of-stop': consequences,
  'reduces-efficiency': no,
  'moral-or-material-harm': no,
};
export const harmOnly = { ...minimal, 'moral-or-material-harm': yes };
export const efficiencyOnly = { ...minimal, 'reduces-efficiency': yes };

/** A question no rule rests on, which the new version no longer asks. */
export const gone = 'worst-case';
export const told = { value: 'Қате шешім.' };

/** What the new rule says. */
export const harmRule = {
  kk: 'Зиян немесе залал мүмкін болса, дәреже жоғары',
  ru: 'Если возможны вред или ущерб, степень высокая',
  en: 'Where harm or damage is possible, the degree is high',
};

/** Harm alone now leads to the high degree, lower efficiency alone to the minimal one; logs are asked for. */
export function changedLaw(pack: Pack): Partial<Pack> {
  const harm = pack.rules.find(({ name }) => name === 'risk-medium-harm-only');
  const question = pack.questions.find(({ name }) => name === 'moral-or-material-harm');
  const duty = pack.obligations[0];
  if (!harm || !question || !duty) throw new Error('the pack has other parts now');
  return {
    rules: pack.rules.flatMap((rule) => {
      if (rule.name === harm.name) {
        const finding = {
          severity: 'breach' as const,
          message: {
            kk: 'Зиян келтіру мүмкіндігі жоғары дәрежеге әкеледі.',
            ru: 'Возможность вреда ведёт к высокой степени.',
            en: 'Possible harm leads to the high degree.',
          },
        };
        const concludes = { scale: 'risk-degree', degree: 'high' };
        return [{ ...harm, name: 'risk-high-harm', text: harmRule, concludes, finding }];
      }
      return rule.name === 'risk-medium-efficiency-only'
        ? [{ ...rule, concludes: { scale: 'risk-degree', degree: 'minimal' } }]
        : [rule];
    }),
    questions: [
      ...pack.questions.filter(({ name }) => name !== gone),
      {
        ...question,
        name: 'logs-kept',
        text: { kk: 'Оқиғалар журналы жүргізіле ме?', ru: 'Ведётся ли журнал событий?', en: 'Are logs kept?' },
        visibleWhen: 'moral-or-material-harm',
      },
    ],
    obligations: [
      ...pack.obligations,
      {
        ...duty,
        name: 'keep-logs',
        mark: 'N1',
        title: { kk: 'Оқиғалар журналын жүргізу', ru: 'Вести журнал событий', en: 'Keep logs' },
        when: 'moral-or-material-harm',
        metWhen: 'logs-kept',
      },
    ],
  };
}
