import type { Translate } from '../i18n/translate.ts';
import { byCode, plain, provisionWords } from '../dossiers/wording.ts';
import type { Block } from '../report/tree.ts';
import type { Pack, Rule } from '../rules/pack.ts';
import { numberText } from '../rules/words.ts';
import { conditionBlocks, conditionWords } from './describe-clauses.ts';

/** Named values that the rules speak of. */
export function factBlocks(pack: Pack, t: Translate): Block[] {
  if (pack.facts.length === 0) return [];
  return [
    { kind: 'paragraph', content: plain(t('packTools.document.factsText')), tone: 'muted' },
    {
      kind: 'keyValues',
      rows: pack.facts.map((fact) => ({ key: fact.text[t.locale], value: conditionWords(pack, fact.value, t) })),
    },
  ];
}

/** Numbers worked out of the answers, with their bands. */
export function scoreBlocks(pack: Pack, t: Translate): Block[] {
  return pack.scores.flatMap((score): Block[] => [
    { kind: 'heading', level: 2, text: score.title[t.locale], anchor: `score-${score.name}` },
    {
      kind: 'keyValues',
      rows: [
        { key: t('packTools.document.value'), value: conditionWords(pack, score.value, t) },
        { key: t('packTools.document.decimals'), value: plain(String(score.decimals)) },
        ...score.thresholds.map((threshold) => ({
          key: threshold.text[t.locale],
          value: plain(bandWords(threshold, t)),
        })),
        { key: t('packTools.document.restsOn'), value: provisionWords(pack, score.provisions, t.locale) },
      ],
    },
  ]);
}

/** A band of a score with its bounds, both inclusive. */
export function bandWords({ from, to }: { from?: number | undefined; to?: number | undefined }, t: Translate): string {
  const show = (value: number): string => numberText(value)[t.locale];
  if (from === undefined) return to === undefined ? '' : t('packTools.document.bandTo', { to: show(to) });
  if (to === undefined) return t('packTools.document.bandFrom', { from: show(from) });
  return t('packTools.document.band', { from: show(from), to: show(to) });
}

/** Each scale with its degrees, highest first, and the rules that lead to each. */
export function scaleBlocks(pack: Pack, t: Translate): Block[] {
  return pack.scales.flatMap((scale): Block[] => [
    { kind: 'heading', level: 2, text: scale.title[t.locale], anchor: `scale-${scale.name}` },
    {
      kind: 'paragraph',
      content: [{ text: `${t('packTools.document.scaleText')} ` }, ...provisionWords(pack, scale.provisions, t.locale)],
      tone: 'muted',
    },
    ...scale.degrees
      .toReversed()
      .flatMap((degree): Block[] => [
        { kind: 'heading', level: 3, text: degree.text[t.locale], anchor: `degree-${scale.name}-${degree.code}` },
        ...(degree.help ? [{ kind: 'paragraph', content: plain(degree.help[t.locale]), tone: 'muted' } as const] : []),
        ...pack.rules
          .filter(({ concludes }) => concludes?.scale === scale.name && concludes.degree === degree.code)
          .flatMap((rule) => ruleBlocks(pack, rule, t)),
      ]),
  ]);
}

function ruleBlocks(pack: Pack, rule: Rule, t: Translate): Block[] {
  return [
    {
      kind: 'paragraph',
      content: [{ text: `${rule.text[t.locale]} `, bold: true }, ...provisionWords(pack, rule.provisions, t.locale)],
    },
    ...conditionBlocks(pack, t('packTools.document.holdsWhen'), rule.when, t),
  ];
}

const severities = ['stop', 'breach', 'review', 'gap', 'note'] as const;

/** What the rules find, most serious first, and when. */
export function findingBlocks(pack: Pack, t: Translate): Block[] {
  return severities.flatMap((severity): Block[] => {
    const rules = pack.rules.filter(({ finding }) => finding?.severity === severity);
    if (rules.length === 0) return [];
    const label = byCode(t, 'report.severity', severity);
    return [
      { kind: 'heading', level: 2, text: label, anchor: `findings-${severity}` },
      ...rules.flatMap((rule): Block[] => [
        {
          kind: 'finding',
          severity,
          label,
          content: plain(rule.finding?.message[t.locale] ?? ''),
          provisions: provisionWords(pack, rule.provisions, t.locale),
        },
        ...conditionBlocks(pack, t('packTools.document.foundWhen'), rule.when, t),
      ]),
    ];
  });
}
