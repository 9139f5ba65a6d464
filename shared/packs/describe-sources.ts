import type { Translate } from '../i18n/translate.ts';
import { numberFormat } from '../i18n/formats.ts';
import { dayWords, plain, provisionWords } from '../dossiers/wording.ts';
import type { Block } from '../report/tree.ts';
import { cite } from '../rules/cite.ts';
import type { Pack } from '../rules/pack.ts';

/** Acts the pack rests on, its own changes, and the calculation index. */
export function sourceBlocks(pack: Pack, t: Translate): Block[] {
  return [
    {
      kind: 'table',
      columns: [
        { title: t('packTools.document.columns.act'), width: 40 },
        { title: t('packTools.document.columns.edition'), width: 34 },
        { title: t('packTools.document.columns.checkedOn'), width: 26 },
      ],
      rows: pack.sources.map((source) => [
        [
          { text: `${source.title[t.locale]} `, bold: true },
          {
            text: [source.number, source.date ? dayWords(source.date) : '', source.identifier ?? '']
              .filter(Boolean)
              .join(' · '),
          },
        ],
        plain(source.edition[t.locale]),
        [{ text: dayWords(source.checkedOn), confidence: source.confidence }],
      ]),
    },
    { kind: 'heading', level: 2, text: t('packs.changelog'), anchor: 'changelog' },
    {
      kind: 'list',
      ordered: false,
      items: pack.changelog.map((change) => [
        { text: `${change.version}, ${dayWords(change.date)}: `, bold: true },
        { text: change.text[t.locale] },
      ]),
    },
    ...(pack.mci.length === 0
      ? []
      : [
          { kind: 'heading', level: 2, text: t('packTools.document.mci'), anchor: 'mci' } as const,
          {
            kind: 'keyValues',
            rows: pack.mci.map(({ year, tenge, confidence }) => ({
              key: String(year),
              value: [
                { text: t('packTools.document.tenge', { tenge: numberFormat(t.locale).format(tenge) }), confidence },
              ],
            })),
          } as const,
        ]),
  ];
}

/** Every citable place with its summary and confidence, by act. */
export function provisionBlocks(pack: Pack, t: Translate): Block[] {
  return pack.sources.flatMap((source): Block[] => {
    const provisions = pack.provisions.filter((provision) => provision.source === source.name);
    if (provisions.length === 0) return [];
    return [
      { kind: 'heading', level: 2, text: source.title[t.locale], anchor: `source-${source.name}` },
      {
        kind: 'table',
        columns: [
          { title: t('packTools.document.columns.place'), width: 30 },
          { title: t('packTools.document.columns.summary'), width: 70 },
        ],
        rows: provisions.map((provision) => [
          [{ text: cite(pack, provision.name, t.locale), confidence: provision.confidence }],
          plain(provision.summary[t.locale]),
        ]),
      },
    ];
  });
}

/** What counsel has to confirm. */
export function openPointBlocks(pack: Pack, t: Translate): Block[] {
  if (pack.openPoints.length === 0) return [];
  return [
    {
      kind: 'list',
      ordered: true,
      items: pack.openPoints.map((point) => [
        { text: `${point.text[t.locale]} ` },
        ...provisionWords(pack, point.provisions, t.locale),
      ]),
    },
  ];
}
