import type { Framework, Reference } from './schema.ts';

/** Number, then the title in Kazakh, Russian and English. */
type Line = readonly [number: string, kk: string, ru: string, en: string];

/** ISO/IEC 42001:2023, Annex A. */
const iso42001: readonly Line[] = [
  ['A.2.2', 'ЖИ саясаты', 'политика в сфере ИИ', 'policy for AI'],
  ['A.2.3', 'басқа саясаттармен үйлесу', 'согласованность с другими политиками', 'fit with other policies'],
  ['A.2.4', 'саясатты қайта қарау', 'пересмотр политики', 'policy kept under review'],
  ['A.3.2', 'рөлдер мен жауаптылық', 'роли и ответственность', 'who does what'],
  ['A.3.3', 'алаңдаушылық туралы хабарлау жолы', 'путь сообщений о проблемах', 'a way to raise concerns'],
  ['A.4.2', 'ресурстар есебі', 'учёт ресурсов', 'record of resources'],
  ['A.4.3', 'деректер ресурс ретінде', 'данные как ресурс', 'data as a resource'],
  ['A.4.4', 'құралдар', 'инструменты', 'tools'],
  ['A.4.5', 'жүйелік және есептеу ресурстары', 'системные и вычислительные ресурсы', 'systems and computing'],
  ['A.4.6', 'адамдар мен білік', 'люди и компетенции', 'people and skills'],
  ['A.5.2', 'ықпалды бағалау тәртібі', 'порядок оценки воздействия', 'procedure of impact assessment'],
  ['A.5.3', 'ықпалды бағалау жазбасы', 'запись оценки воздействия', 'record of impact assessment'],
  ['A.5.4', 'адамдар мен топтарға ықпал', 'воздействие на людей и группы', 'impact on people and groups'],
  ['A.5.5', 'қоғамға ықпал', 'воздействие на общество', 'impact on society'],
  ['A.6.1.2', 'жауапты әзірлеу мақсаттары', 'цели ответственной разработки', 'aims of responsible development'],
  ['A.6.1.3', 'жауапты әзірлеу тәртібі', 'порядок ответственной разработки', 'procedure of responsible development'],
  ['A.6.2.2', 'жүйеге қойылатын талаптар', 'требования к системе', 'requirements of the system'],
  ['A.6.2.3', 'әзірлеу жазбалары', 'записи о разработке', 'records of design'],
  ['A.6.2.4', 'тексеру және растау', 'проверка и подтверждение', 'testing and confirmation'],
  ['A.6.2.5', 'енгізу', 'ввод в действие', 'putting into use'],
  ['A.6.2.6', 'пайдалану және бақылау', 'эксплуатация и наблюдение', 'operation and watching'],
  ['A.6.2.7', 'техникалық құжаттама', 'техническая документация', 'technical documents'],
  ['A.6.2.8', 'оқиғалар журналы', 'журналы событий', 'logs of events'],
  ['A.7.2', 'әзірлеуге арналған деректер', 'данные для разработки', 'data for development'],
  ['A.7.3', 'деректерді алу', 'получение данных', 'how data is obtained'],
  ['A.7.4', 'деректер сапасы', 'качество данных', 'quality of data'],
  ['A.7.5', 'деректердің шығу тегі', 'происхождение данных', 'origin of data'],
  ['A.7.6', 'деректерді дайындау', 'подготовка данных', 'preparing data'],
  ['A.8.2', 'пайдаланушыларға ақпарат', 'информация для пользователей', 'information for users'],
  ['A.8.3', 'сырттан келетін хабарламалар', 'сообщения извне', 'reports from outside'],
  ['A.8.4', 'инциденттер туралы хабарлау', 'сообщение об инцидентах', 'telling about incidents'],
  ['A.8.5', 'мүдделі тараптарға ақпарат', 'информация заинтересованным сторонам', 'information for others concerned'],
  ['A.9.2', 'жауапты пайдалану тәртібі', 'порядок ответственного применения', 'procedure of responsible use'],
  ['A.9.3', 'жауапты пайдалану мақсаттары', 'цели ответственного применения', 'aims of responsible use'],
  ['A.9.4', 'мақсаты бойынша пайдалану', 'применение по назначению', 'use as intended'],
  ['A.10.2', 'жауаптылықты бөлу', 'распределение ответственности', 'sharing of responsibilities'],
  ['A.10.3', 'жеткізушілер', 'поставщики', 'suppliers'],
  ['A.10.4', 'тұтынушылар', 'потребители', 'customers'],
];

/** ISO/IEC 23894:2023, clauses. */
const iso23894: readonly Line[] = [
  ['4', 'қағидаттар', 'принципы', 'principles'],
  ['5.2', 'басшылықтың ұстанымы', 'позиция руководства', 'stance of the management'],
  ['5.3', 'ұйым жұмысына ендіру', 'встраивание в работу организации', 'being part of the organisation’s work'],
  ['5.4', 'жүйені құру, рөлдер мен ресурстар', 'построение, роли и ресурсы', 'set-up, roles and resources'],
  ['5.6', 'жүйенің тиімділігін бағалау', 'оценка действенности', 'checking that it works'],
  ['5.7', 'жетілдіру', 'улучшение', 'improving it'],
  ['6.2', 'ақпарат алмасу және кеңесу', 'обмен информацией и консультации', 'exchange and advice'],
  ['6.3', 'ауқым, жағдай, өлшемшарттар', 'область, условия, критерии', 'scope, setting, criteria'],
  ['6.4', 'қауіп-қатерді бағалау', 'оценка риска', 'assessing risk'],
  ['6.5', 'қауіп-қатермен жұмыс', 'обработка риска', 'treating risk'],
  ['6.6', 'бақылау және қайта қарау', 'наблюдение и пересмотр', 'watching and reviewing'],
  ['6.7', 'жазба және есеп', 'записи и отчёты', 'records and reports'],
];

/** NIST AI RMF 1.0, functions and categories. */
const nist: readonly Line[] = [
  ['GOVERN 1', 'саясат пен тәртіп бар', 'политика и порядок действуют', 'policies and procedures in force'],
  ['GOVERN 2', 'жауаптылар мен оқыту', 'ответственные и обучение', 'accountable people, trained'],
  ['GOVERN 3', 'түрлі көзқарасты тарту', 'разные взгляды в решениях', 'varied views in decisions'],
  ['GOVERN 4', 'қауіп-қатер мәдениеті', 'культура риска', 'culture of risk'],
  ['GOVERN 5', 'сыртқы қатысушылармен байланыс', 'связь с внешними участниками', 'contact with others concerned'],
  ['GOVERN 6', 'үшінші тұлғалар мен жеткізу', 'третьи лица и поставки', 'third parties and supply'],
  ['MAP 1', 'жағдай мен мақсат', 'условия и назначение', 'setting and purpose'],
  ['MAP 2', 'жүйені сыныптау', 'отнесение системы к виду', 'what kind of system it is'],
  ['MAP 3', 'мүмкіндіктер мен пайдалану', 'возможности и использование', 'abilities and use'],
  ['MAP 4', 'құрамдас бөліктердің қауіп-қатері', 'риски составных частей', 'risks of the parts'],
  ['MAP 5', 'адамдар мен қоғамға ықпал', 'воздействие на людей и общество', 'impact on people and society'],
  ['MEASURE 1', 'өлшеу әдістері', 'методы измерения', 'ways of measuring'],
  ['MEASURE 2', 'сенімділікті тексеру', 'проверка надёжности', 'trustworthiness tested'],
  ['MEASURE 3', 'қауіп-қатерді уақыт бойынша қадағалау', 'слежение за рисками во времени', 'risks followed over time'],
  ['MEASURE 4', 'өлшеудің пайдасы', 'польза измерений', 'use of the measuring'],
  ['MANAGE 1', 'басымдық және әрекет', 'приоритеты и меры', 'priorities and response'],
  ['MANAGE 2', 'зиянды азайту, тоқтату жолы', 'снижение вреда, путь остановки', 'less harm, a way to stop'],
  ['MANAGE 3', 'үшінші тұлғалардың қауіп-қатері', 'риски третьих лиц', 'risks of third parties'],
  [
    'MANAGE 4',
    'шаралар, қалпына келтіру, хабарлау',
    'меры, восстановление, сообщения',
    'treatment, recovery, messages',
  ],
];

/**
 * Numbers are those of the published frameworks; their texts were not read for the product, so each line counts as a
 * secondary source and is to be compared with the organisation's own copy.
 */
export const references: readonly Reference[] = (
  [
    ['iso-42001', iso42001],
    ['iso-23894', iso23894],
    ['nist-ai-rmf', nist],
  ] as const satisfies readonly (readonly [Framework, readonly Line[]])[]
).flatMap(([framework, lines]) =>
  lines.map(([number, kk, ru, en]): Reference => ({
    framework,
    number,
    title: { kk, ru, en },
    confidence: 'secondary',
  })),
);
