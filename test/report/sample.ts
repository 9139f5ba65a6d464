import type { Locale } from '../../shared/lib/schema.ts';
import type { Block, Inline, ReportDocument } from '../../shared/report/tree.ts';

type Texts = Record<Locale, string>;

/** Invented texts for tests of the paper; they say nothing about any law. */
const texts = {
  organisation: {
    kk: '«Темірқазық» ТМК (оқу ұйымы)',
    ru: 'ГМК «Темірқазық» (учебная организация)',
    en: 'Temirqazyq Mining (training organisation)',
  },
  title: {
    kk: 'Тексеру сұрауы бойынша деректер жинағы',
    ru: 'Досье по запросу при проверке',
    en: 'Dossier for an inspection request',
  },
  subtitle: {
    kk: 'Газ талдағыштардың ауытқулары, 2.4-нұсқа',
    ru: 'Аномалии газоанализаторов, версия 2.4 & <образец>',
    en: 'Anomalies of gas analysers, version 2.4 & <sample>',
  },
  h1a: {
    kk: '1. Сыныптау туралы қорытынды',
    ru: '1. Заключение о классификации',
    en: '1. Conclusion of the classification',
  },
  h1b: {
    kk: '2. Қоса берілген файлдар және қолтаңбалар',
    ru: '2. Вложения и подписи',
    en: '2. Attachments and signatures',
  },
  h2a: {
    kk: '1.1. Істен шығу мен тоқтаудың салдарлары',
    ru: '1.1. Последствия отказа и остановки',
    en: '1.1. Consequences of failure and stop',
  },
  h2b: { kk: '1.2. Негіздеме', ru: '1.2. Обоснование', en: '1.2. Grounds' },
  h3: { kk: '1.2.1. Дербестік', ru: '1.2.1. Автономность', en: '1.2.1. Autonomy' },
  conclusion: { kk: 'Қауіп-қатер дәрежесі жоғары', ru: 'Высокая степень риска', en: 'High degree of risk' },
  sentence: {
    kk: 'Тоқтау техногендік сипаттағы төтенше жағдайға әкелуі мүмкін. 17-баптың 1-тармағы.',
    ru: 'Остановка может привести к чрезвычайной ситуации техногенного характера. ст. 17 п. 1.',
    en: 'A stop may lead to a man-made emergency. art. 17(1).',
  },
  body: {
    kk: 'Цех газ талдағыштары 46 датчиктің көрсеткіштерін береді. Жүйе ауытқуларды бөліп көрсетеді, диспетчер агрегатты тоқтату туралы шешім қабылдайды. Жүйе тоқтаған кезде шоғырлануды айналып өту кезінде байқайды, сондықтан қауіпсіздігіне әсер етуі ықтимал әңғқөұүһі.',
    ru: 'Газоанализаторы цеха передают показания 46 датчиков. Система выделяет отклонения, диспетчер принимает решение об остановке агрегата. При остановке системы рост концентрации замечают при обходе, через 4 минуты вместо 9 секунд, поэтому последствие остановки отнесено к чрезвычайным ситуациям.',
    en: 'The gas analysers of the shop report the readings of 46 sensors. The system points out deviations and the dispatcher decides whether to stop the unit. While the system stands still, a growing concentration is noticed on the round, after four minutes instead of nine seconds.',
  },
  object: { kk: 'Әсер ету объектісі', ru: 'Объект воздействия', en: 'Object' },
  failure: { kk: 'Істен шығу', ru: 'Отказ', en: 'Failure' },
  stop: { kk: 'Тоқтау', ru: 'Остановка', en: 'Stop' },
  minimal: { kk: 'ең төмен', ru: 'минимальные', en: 'minimal' },
  significant: { kk: 'елеулі', ru: 'значительные', en: 'significant' },
  emergency: { kk: 'төтенше жағдай', ru: 'чрезвычайная ситуация', en: 'emergency' },
  unknown: { kk: 'белгісіз', ru: 'неизвестно', en: 'unknown' },
  economy: { kk: 'Экономика', ru: 'Экономика', en: 'Economy' },
  people: { kk: 'Адамдардың тыныс-тіршілігі', ru: 'Жизнедеятельность людей', en: 'Life of people' },
  person: { kk: 'Комплаенс-офицер', ru: 'Комплаенс-офицер', en: 'Compliance officer' },
  director: { kk: 'Өндіріс жөніндегі директор', ru: 'Директор по производству', en: 'Director of production' },
  verified: { kk: 'мәтін бойынша тексерілген', ru: 'проверено по тексту', en: 'checked against the text' },
  secondary: { kk: 'қосалқы дереккөз', ru: 'вторичный источник', en: 'secondary source' },
  uncertain: { kk: 'расталмаған', ru: 'не подтверждено', en: 'not confirmed' },
  interpretation: { kk: 'біздің түсіндіруіміз', ru: 'наше толкование', en: 'our interpretation' },
  contents: { kk: 'Мазмұны', ru: 'Содержание', en: 'Contents' },
  page: { kk: '{page}-бет, барлығы {pages}', ru: 'Страница {page} из {pages}', en: 'Page {page} of {pages}' },
  notice: { kk: 'Бекітілгенге дейінгі жоба', ru: 'Черновик до исправления', en: 'Draft until corrected' },
  finding: { kk: 'Олқылық', ru: 'Пробел', en: 'Gap' },
  watermark: { kk: 'Үлгі', ru: 'Образец', en: 'Sample' },
  files: { kk: 'Қоса берілген файлдар', ru: 'Вложенные файлы', en: 'Embedded files' },
  key: { kk: 'Пайдалану мақсаты', ru: 'Назначение', en: 'Purpose' },
  nothing: { kk: 'Жазбалар жоқ', ru: 'Записей нет', en: 'No entries' },
} satisfies Record<string, Texts>;
type Key = keyof typeof texts;

/** Text of the sample in a language. */
export function sampleText(key: Key, locale: Locale): string {
  return texts[key][locale];
}

/** File name used for the first attachment of the sample. */
export const cyrillicFileName = 'Дәлел Қ-07 хаттама.txt';

function tableBlock(t: (key: Key) => string, rows: number): Block {
  return {
    kind: 'table',
    caption: `${t('h2b')} (${rows})`,
    columns: [
      { title: '№', width: 8, align: 'right' },
      { title: t('object'), width: 34 },
      { title: t('key'), width: 42 },
      { title: t('stop'), width: 16 },
    ],
    rows: Array.from({ length: rows }, (_, index): Inline[] => [
      [{ text: String(index + 1), code: true }],
      [{ text: index % 2 === 0 ? t('people') : t('economy') }],
      [
        {
          text: t('sentence'),
          confidence: (['verified', 'secondary', 'uncertain', 'interpretation'] as const)[index % 4] ?? 'verified',
        },
      ],
      [{ text: t('significant'), bold: index % 3 === 0 }],
    ]),
  };
}

/** A PNG of two by two pixels with an alpha channel: red, half green, half blue, clear. */
export const alphaPng =
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAYAAABytg0kAAAAFUlEQVR4nGP4z8DwHwgbGIA0iGAAADhhBP2Ff3W0AAAAAElFTkSuQmCC';

/** A document with every kind of block, in one language with runs of the two others. */
export function sampleDocument(locale: Locale, options: { rows?: number } = {}): ReportDocument {
  const t = (key: Key): string => texts[key][locale];
  const other: Locale = locale === 'kk' ? 'ru' : 'kk';
  const sentence: Inline = [{ text: t('sentence'), confidence: 'verified' }];
  const blocks: Block[] = [
    { kind: 'heading', level: 1, text: t('h1a'), anchor: 'result' },
    { kind: 'paragraph', tone: 'lead', content: [{ text: t('sentence') }] },
    { kind: 'conclusion', tone: 'high', title: t('conclusion'), text: sentence },
    {
      kind: 'notice',
      tone: 'warn',
      title: t('notice'),
      content: [[{ text: t('body') }], [{ text: t('sentence'), confidence: 'secondary' }]],
    },
    {
      kind: 'keyValues',
      rows: [
        { key: t('key'), value: [{ text: t('body') }], note: [{ text: t('sentence'), confidence: 'interpretation' }] },
        { key: t('person'), value: [{ text: 'А. Б. Қасымов', bold: true }] },
        { key: 'SHA-256', value: [{ text: '4be190d7'.repeat(8), code: true }] },
      ],
    },
    { kind: 'heading', level: 2, text: t('h2a'), anchor: 'consequences' },
    {
      kind: 'matrix',
      caption: t('h2a'),
      rowsTitle: t('object'),
      levels: [
        { code: 'minimal', text: t('minimal'), tone: 'min' },
        { code: 'significant', text: t('significant'), tone: 'med' },
        { code: 'emergency', text: t('emergency'), tone: 'high' },
        { code: 'unknown', text: t('unknown'), tone: 'prov' },
      ],
      groups: [t('failure'), t('stop')],
      rows: [
        { title: t('economy'), cells: ['minimal', 'significant'] },
        { title: t('people'), cells: ['significant', 'emergency'] },
        { title: t('object'), cells: ['unknown', ''] },
      ],
    },
    { kind: 'heading', level: 2, text: t('h2b'), anchor: 'grounds' },
    {
      kind: 'paragraph',
      content: [{ text: t('body') }, { text: ' ' }, { text: t('sentence'), italic: true, confidence: 'uncertain' }],
    },
    {
      kind: 'paragraph',
      content: [
        { text: `${t('key')}: ` },
        { text: texts.body[other], lang: other },
        { text: ' ' },
        { text: t('h1b'), link: 'signatures' },
        { text: ', ☐ ☑ → ≥ 1 248 ₸.' },
      ],
    },
    { kind: 'heading', level: 3, text: t('h3'), anchor: 'autonomy' },
    { kind: 'list', ordered: false, items: [[{ text: t('body') }], [{ text: t('people') }], sentence] },
    { kind: 'list', ordered: true, items: [[{ text: t('economy') }], [{ text: t('people'), bold: true }]] },
    ...(['stop', 'breach', 'review', 'gap', 'note'] as const).map((severity): Block => ({
      kind: 'finding',
      severity,
      label: t('finding'),
      content: [{ text: t('body') }],
      provisions: sentence,
    })),
    ...(['min', 'med', 'prov', 'none', 'ban'] as const).map((tone): Block => ({
      kind: 'conclusion',
      tone,
      title: t('conclusion'),
      text: [{ text: t('sentence'), confidence: 'uncertain' }],
    })),
    ...(['info', 'bad', 'ok'] as const).map((tone): Block => ({
      kind: 'notice',
      tone,
      title: t('notice'),
      content: [[{ text: t('sentence') }]],
    })),
    tableBlock(t, options.rows ?? 60),
    {
      kind: 'table',
      columns: [
        { title: t('object'), width: 1 },
        { title: t('stop'), width: 1 },
      ],
      rows: [],
      empty: t('nothing'),
    },
    {
      kind: 'chart',
      caption: t('failure'),
      unit: '%',
      max: 100,
      rows: [
        { label: t('economy'), value: 12.5, tone: 'min' },
        { label: t('people'), value: 100, tone: 'high' },
        { label: t('body'), value: 1248 },
        { label: t('unknown'), value: 0, tone: 'prov' },
      ],
    },
    { kind: 'image', mime: 'image/png', data: alphaPng, alt: t('object'), caption: t('nothing'), width: 0.3 },
    { kind: 'pageBreak' },
    { kind: 'heading', level: 1, text: t('h1b'), anchor: 'signatures' },
    {
      kind: 'attachments',
      title: t('files'),
      rows: [{ name: cyrillicFileName, description: t('sentence'), bytes: 1248312, sha256: '9f3c71ab'.repeat(8) }],
    },
    {
      kind: 'signatures',
      title: t('h1b'),
      fields: [
        { name: 'prepared', label: t('person'), role: t('finding') },
        { name: 'approved', label: t('director'), role: t('sentence') },
        { name: 'third', label: t('person'), role: '' },
      ],
    },
  ];
  return {
    locale,
    title: t('title'),
    subtitle: t('subtitle'),
    organisation: t('organisation'),
    runningHead: `AI-003 · ${t('title')}`,
    cover: [
      { key: t('key'), value: 'AI-003' },
      { key: t('person'), value: 'А. Б. Қасымов' },
      { key: 'SHA-256', value: '4be1 90d7 4be1 90d7 4be1 90d7 4be1 90d7' },
      { key: t('object'), value: t('people') },
    ],
    footer: 'KZ-AI 2026.2, 9f3c 71ab',
    watermark: t('watermark'),
    words: {
      contents: t('contents'),
      page: t('page'),
      confidence: {
        verified: t('verified'),
        secondary: t('secondary'),
        uncertain: t('uncertain'),
        interpretation: t('interpretation'),
      },
    },
    blocks,
  };
}
