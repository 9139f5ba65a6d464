import { translator, type Translate } from '../i18n/translate.ts';
import type { Locale } from '../lib/schema.ts';
import { dayWords, plain } from '../dossiers/wording.ts';
import type { Block, ReportDocument } from '../report/tree.ts';
import type { Pack } from '../rules/pack.ts';
import { caseBlocks } from './describe-cases.ts';
import { channelBlocks, dateBlocks, documentBlocks, dutyBlocks, sanctionBlocks } from './describe-duties.ts';
import { questionBlocks } from './describe-questions.ts';
import { factBlocks, findingBlocks, scaleBlocks, scoreBlocks } from './describe-rules.ts';
import { openPointBlocks, provisionBlocks, sourceBlocks } from './describe-sources.ts';

/** A part of the document; each is signed off on its own. */
const parts = [
  ['sources', sourceBlocks],
  ['provisions', provisionBlocks],
  ['questions', questionBlocks],
  ['facts', factBlocks],
  ['scores', scoreBlocks],
  ['scales', scaleBlocks],
  ['findings', findingBlocks],
  ['duties', dutyBlocks],
  ['documents', documentBlocks],
  ['dates', dateBlocks],
  ['channels', channelBlocks],
  ['sanctions', sanctionBlocks],
  ['openPoints', openPointBlocks],
  ['cases', caseBlocks],
] as const satisfies readonly (readonly [string, (pack: Pack, t: Translate) => Block[]])[];

/**
 * A pack as a document a lawyer can read and sign off: sources, provisions with confidence, questions, rules as
 * sentences, duties, worked cases, and places to sign for each part. Pure: screen and PDF are made from this one tree.
 * @param facts.on Day the document is made, YYYY-MM-DD.
 */
export function describePack(pack: Pack, facts: { hash: string; locale: Locale; on: string }): ReportDocument {
  const { hash, locale, on } = facts;
  const t = translator(locale);
  const chapters = parts.flatMap(([name, blocksOf]) => {
    const blocks = blocksOf(pack, t);
    return blocks.length === 0 ? [] : [{ name, blocks }];
  });
  const title = t('packTools.document.title');
  return {
    locale,
    title,
    subtitle: pack.title[locale],
    organisation: pack.authors.join(', '),
    runningHead: `${pack.id} ${pack.version} · ${title}`,
    cover: [
      { key: t('packTools.document.id'), value: pack.id },
      { key: t('packTools.document.version'), value: pack.version },
      { key: t('packTools.document.jurisdiction'), value: pack.jurisdiction },
      { key: t('packTools.document.lawText'), value: dayWords(pack.lawTextDate) },
      {
        key: t('packTools.document.effective'),
        value: pack.effectiveTo
          ? `${dayWords(pack.effectiveFrom)} – ${dayWords(pack.effectiveTo)}`
          : dayWords(pack.effectiveFrom),
      },
      { key: t('packTools.document.hash'), value: hash },
      { key: t('packTools.document.printed'), value: dayWords(on) },
    ],
    footer: t('packTools.document.footer', { hash: hash.slice(0, 16) }),
    watermark: null,
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
    blocks: [
      {
        kind: 'notice',
        tone: 'info',
        title: t('report.readingTitle'),
        content: [
          plain(t('packTools.document.reading')),
          (['verified', 'secondary', 'uncertain', 'interpretation'] as const).map((confidence, index) => ({
            text: `${index === 0 ? '' : '; '}${t(`report.confidence.${confidence}`)}`,
            confidence,
          })),
        ],
      },
      ...chapters.flatMap(({ name, blocks }, index): Block[] => [
        {
          kind: 'heading',
          level: 1,
          text: `${index + 1} ${t(`packTools.document.parts.${name}`)}`,
          anchor: `part-${name}`,
        },
        ...blocks,
      ]),
      ...signOff(
        chapters.map(({ name }) => name),
        t,
      ),
    ],
  };
}

/** Places for name, date and signature, one for each part. */
function signOff(names: readonly (typeof parts)[number][0][], t: Translate): Block[] {
  return [
    { kind: 'pageBreak' },
    { kind: 'heading', level: 1, text: t('packTools.document.signOff'), anchor: 'sign-off' },
    { kind: 'paragraph', content: plain(t('packTools.document.signOffText')), tone: 'muted' },
    {
      kind: 'signatures',
      title: t('packTools.document.signOffPlaces'),
      fields: names.map((name, index) => ({
        name: `sign-off-${index + 1}`,
        label: `${index + 1} ${t(`packTools.document.parts.${name}`)}`,
        role: t('packTools.document.signOffLine'),
      })),
    },
  ];
}
