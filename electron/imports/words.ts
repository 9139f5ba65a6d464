/**
 * Words that lists use instead of codes, folded (lower case, ё as е). A word stands here only where
 * it says the code beyond doubt; the labels of the catalogues are recognised beside these.
 */
export const yesWords = ['да', 'есть', 'имеется', 'иә', 'бар', 'yes', 'y', 'true', '+', '1', 'д'];
export const noWords = ['нет', 'отсутствует', 'отсутствуют', 'жоқ', 'no', 'n', 'false', '0', 'н'];
export const unknownWords = [
  '?',
  '??',
  '???',
  'неизвестно',
  'не известно',
  'не знаю',
  'н/д',
  'уточняется',
  'уточнить',
  'белгісіз',
  'unknown',
  'n/k',
  'tbd',
];
/** An empty cell in writing. */
export const blankWords = ['-', '–', '—', '--', '.', 'x', 'х'];
export const nobodyWords = [
  'никто',
  'нет',
  'не назначен',
  'не назначена',
  'ешкім',
  'жоқ',
  'тағайындалмаған',
  'nobody',
  'none',
  'not assigned',
];

/** Exact words by field and code. */
export const optionWords: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  lifecycleStage: {
    idea: ['идея', 'замысел', 'идея стадиясында'],
    procurement: ['закупка', 'тендер', 'сатып алу'],
    development: ['разработка', 'в разработке', 'әзірлеу', 'әзірленуде', 'in development'],
    pilot: ['пилот', 'опытная эксплуатация', 'тестирование', 'сынақ', 'тәжірибелік пайдалану', 'testing'],
    operation: [
      'эксплуатация',
      'в эксплуатации',
      'промышленная эксплуатация',
      'работает',
      'внедрено',
      'внедрена',
      'пайдалануда',
      'жұмыс істейді',
      'live',
      'production',
    ],
    suspended: ['приостановлена', 'приостановлено', 'тоқтатылған', 'on hold'],
    retired: ['выведена', 'выведено', 'списана', 'списано', 'есептен шығарылған', 'decommissioned'],
  },
  acquisition: {
    own: [
      'собств. разработка',
      'собственная разработка',
      'своя разработка',
      'собственная',
      'внутренняя разработка',
      'өз әзірлемесі',
      'өзіміз әзірледік',
      'in-house',
      'own development',
    ],
    commissioned: ['заказная разработка', 'разработка на заказ', 'по заказу', 'тапсырыс бойынша', 'commissioned'],
    bought: ['куплено', 'куплена', 'покупная', 'закуплено', 'сатып алынды', 'purchased'],
    embedded: [
      'в составе оборудования',
      'встроено в оборудование',
      'жабдық құрамында',
      'жабдыққа кіріктірілген',
      'embedded',
    ],
    service: ['saas', 'подписка', 'сервис', 'по подписке', 'жазылым', 'subscription'],
    employee: ['сами сотрудники', 'личный аккаунт', 'принесли сотрудники', 'қызметкерлердің өзі'],
  },
  hosting: {
    'own-site': [
      'сервер цеха',
      'сервер рудника',
      'сервер завода',
      'сервер фабрики',
      'сервер тэц',
      'сервер охраны',
      'сервер на площадке',
      'свой сервер',
      'собственный сервер',
      'кеніш сервері',
      'цех сервері',
      'зауыт сервері',
      'өз сервері',
      'on-premises',
      'on premises',
      'own server',
    ],
    'own-data-centre': [
      'свой цод',
      'собственный цод',
      'цод компании',
      'цод',
      'өз цод',
      'өз дөо',
      'деректерді өңдеу орталығы',
      'own data center',
      'data centre',
      'data center',
    ],
    'kz-cloud': ['облако в казахстане', 'облако рк', 'казахстанское облако', 'қазақстандық бұлт'],
    'foreign-cloud': ['зарубежное облако', 'иностранное облако', 'облако за границей', 'шетел бұлты', 'foreign cloud'],
    'vendor-device': ['на оборудовании поставщика', 'на оборудовании вендора', 'жеткізуші жабдығында'],
    'user-device': [
      'на компьютере пользователя',
      'рабочее место',
      'пк пользователя',
      'пайдаланушы компьютері',
      'user pc',
    ],
  },
  kzRole: {
    owner: ['собственник', 'меншік иесі'],
    possessor: ['владелец', 'иегер', 'иегері', 'иеленуші'],
    user: ['пользователь', 'пайдаланушы'],
  },
  modeOfUse: {
    open: ['открытый', 'открытая', 'ашық'],
    closed: ['закрытый', 'закрытая', 'жабық'],
    local: ['локальный', 'локальная', 'оқшау', 'жергілікті'],
  },
  autonomyDegree: { low: ['низкая', 'төмен'], medium: ['средняя', 'орташа'], high: ['высокая', 'жоғары'] },
  outputKind: {
    information: ['информация', 'сведения', 'ақпарат'],
    recommendation: ['рекомендация', 'рекомендации', 'подсказка', 'ұсыным', 'ұсыныс'],
    decision: ['решение', 'шешім'],
    'physical-action': ['действие', 'физическое действие', 'управление оборудованием', 'әрекет'],
    content: ['контент', 'текст', 'изображение', 'мәтін'],
  },
};

/** Parts of a word that make a code likely; offered as a suggestion, never taken over. */
export const optionHints: Readonly<Record<string, readonly (readonly [hint: string, code: string])[]>> = {
  hosting: [
    ['без интернета', 'own-site'],
    ['сервер', 'own-site'],
    ['цод', 'own-data-centre'],
    ['оборудовани', 'vendor-device'],
    ['жабды', 'vendor-device'],
    ['на борту', 'vendor-device'],
  ],
  acquisition: [
    ['разработ', 'own'],
    ['подписк', 'service'],
    ['сервис', 'service'],
    ['вендор', 'bought'],
    ['оборудовани', 'embedded'],
  ],
  lifecycleStage: [
    ['пилот', 'pilot'],
    ['разраб', 'development'],
    ['эксплуат', 'operation'],
    ['приостан', 'suspended'],
    ['иде', 'idea'],
    ['тендер', 'procurement'],
  ],
  autonomyDegree: [
    ['низк', 'low'],
    ['сред', 'medium'],
    ['высок', 'high'],
  ],
};

/** Cloud without a country: where it runs decides the duties on location, so it stays unknown. */
export const cloudWords = ['облако', 'в облаке', 'бұлт', 'бұлтта', 'cloud'];

/** Words that describe a supplier without naming one. */
export const supplierKindWords = [
  'вендор',
  'вендора',
  'поставщик',
  'подрядчик',
  'разработчик',
  'нии',
  'институт',
  'тендер',
  'модуль',
  'модель',
  'сервис',
  'подписка',
  'saas',
  'open',
  'source',
  'публичный',
  'бесплатный',
  'интеграт',
  'жеткізуші',
  'мердігер',
  'ашық',
  'модулі',
  'моделі',
  'сервисі',
  'vendor',
  'supplier',
  'contractor',
  'service',
  'model',
  'module',
  'subscription',
];

/** Legal forms: a text with one names a firm; two spellings that differ only in them are alike. */
export const legalForms = [
  'тоо',
  'ао',
  'зао',
  'оао',
  'ооо',
  'ип',
  'пао',
  'гкп',
  'ргп',
  'жшс',
  'ақ',
  'жк',
  'llp',
  'llc',
  'ltd',
  'jsc',
  'inc',
  'gmbh',
  'corp',
  'co',
  'plc',
  'ag',
];

/** Words for the same kind of site, for recognising two spellings of one. Empty words do not count. */
export const siteWords: Readonly<Record<string, string>> = {
  оф: 'фабрика',
  фабрикасы: 'фабрика',
  обогатительная: '',
  байыту: '',
  теплоэлектроцентраль: 'тэц',
  жэо: 'тэц',
  кеніш: 'рудник',
  кеніші: 'рудник',
  зауыт: 'завод',
  зауыты: 'завод',
  шахтасы: 'шахта',
  басқарма: 'управление',
  басқармасы: 'управление',
  цехы: 'цех',
  площадка: '',
  алаң: '',
  алаңы: '',
};

/** Beginnings of the months' names in the three languages; the index gives the month. */
export const monthStems: readonly (readonly string[])[] = [
  ['янв', 'қаң', 'jan'],
  ['фев', 'ақп', 'feb'],
  ['мар', 'нау', 'mar'],
  ['апр', 'сәу', 'apr'],
  ['май', 'мая', 'мам', 'may'],
  ['июн', 'маус', 'jun'],
  ['июл', 'шіл', 'jul'],
  ['авг', 'там', 'aug'],
  ['сен', 'қыр', 'sep'],
  ['окт', 'қаз', 'oct'],
  ['ноя', 'қар', 'nov'],
  ['дек', 'жел', 'dec'],
];
