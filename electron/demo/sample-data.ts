import type { Organisation } from '../../shared/organisation/contract.ts';
import type { Answers } from '../../shared/rules/answer.ts';
import type { FieldValues, RegisterKind } from '../../shared/systems/field-value.ts';

/** The invented plant of the training workspace. Nothing here is a real organisation, person or system. */
export const sampleOrganisation: Organisation = {
  name: {
    kk: '«Темірқазық» ТМК (оқу ұйымы)',
    ru: 'ГМК «Темірқазық» (учебная организация)',
    en: 'Temirqazyq Mining and Metals (training organisation)',
  },
  bin: '990140000017',
  address: 'Учебная область, г. Темірқазық, ул. Заводская, 1',
  contact: 'учебные данные',
  ownership: 'private',
  size: 'large',
};

/** Heading of the list's column with names, to find a system again after the import. */
export const sampleSystems = {
  gas: 'Аномалии газоанализаторов',
  faces: 'Пропуск по лицу',
  documents: 'Помощник по документам',
} as const;

/** Register entries made for the fully described systems; `key` is used in the fields below. */
export const sampleEntries: { key: string; kind: RegisterKind; name: string; fields: FieldValues }[] = [
  {
    key: 'gas-owner',
    kind: 'person',
    name: 'Серікбаев Нұрлан',
    fields: {
      position: { value: 'начальник газоспасательной службы' },
      appointmentOrder: { value: 'приказ 12-П от 15.01.2026' },
    },
  },
  { key: 'gas-technical', kind: 'person', name: 'Ли Анна', fields: { position: { value: 'инженер АСУ ТП' } } },
  {
    key: 'gas-model',
    kind: 'model',
    name: 'Детектор аномалий газоанализа',
    fields: {
      provider: { value: 'ТОО «Қарлығаш Автоматика»' },
      modelVersion: { value: '2.4' },
      task: { value: 'раннее обнаружение загазованности' },
      approval: { value: 'approved' },
    },
  },
  {
    key: 'gas-library',
    kind: 'library',
    name: 'Показания газоанализаторов 2019–2023',
    fields: {
      producer: { value: 'ГМК «Темірқазық», служба АСУ ТП' },
      producerMachineReadable: { value: 'yes' },
      source: { value: 'собственные датчики медного завода' },
      rightsBasis: { value: 'own' },
      personalData: { value: 'no' },
    },
  },
];

const ru = (text: string): { value: { ru: string } } => ({ value: { ru: text } });
const yes = { value: 'yes' } as const;
const no = { value: 'no' } as const;
/** A reference to a sample entry, resolved when the sample is made. */
const entry = (key: string): { value: string } => ({ value: `entry:${key}` });
const entries = (...keys: string[]): { value: string[] } => ({ value: keys.map((key) => `entry:${key}`) });

/** The record of the gas-analyser system, complete. */
export const gasFields: FieldValues = {
  name: { value: { ru: sampleSystems.gas, kk: 'Газталдағыш ауытқулары', en: 'Gas-analyser anomalies' } },
  shortDescription: {
    value: {
      ru: 'Раннее обнаружение загазованности по показаниям 64 датчиков.',
      kk: '64 датчиктің көрсеткіштері бойынша газдануды ерте анықтау.',
      en: 'Early detection of gas from the readings of 64 sensors.',
    },
  },
  isAiSystem: yes,
  isAiSystemReason: ru('Работает на обученной модели временных рядов, а не на заданных порогах.'),
  kind: { value: ['predictive'] },
  lifecycleStage: { value: 'operation' },
  operationSince: { value: '2023-10-02' },
  unit: { value: 'Газоспасательная служба' },
  ownerPerson: entry('gas-owner'),
  technicalPerson: entry('gas-technical'),
  riskPerson: entry('gas-owner'),
  stopAuthority: entry('gas-owner'),
  kzRole: { value: ['possessor'] },
  kzRoleReason: ru('Лицензия поставщика, эксплуатация на собственной инфраструктуре.'),
  intendedPurpose: {
    value: {
      ru: 'Предупреждать смену о загазованности раньше срабатывания порогов.',
      kk: 'Ауысымға газдану туралы шекті мәндер іске қосылғанға дейін ескерту.',
      en: 'Warn the shift of gas before the thresholds trip.',
    },
  },
  industrialProcess: { value: 'metallurgy' },
  notToBeUsedFor: ru('Не заменяет штатную систему газовой защиты.'),
  foreseeableMisuse: ru('Отключение штатной сигнализации в расчёте на подсказки системы.'),
  users: ru('Операторы смены, газоспасатели; 38 человек.'),
  legalBasis: ru('План ликвидации аварий завода.'),
  modeOfUse: { value: 'local' },
  hosting: { value: 'own-site' },
  networkExposure: { value: 'site' },
  outputKind: { value: ['recommendation'] },
  inputs: ru('Концентрации газов раз в 10 секунд.'),
  connectedSystems: ru('АСУ ТП, только чтение.'),
  canWriteToControlLoop: no,
  operatingLogic: ru('Модель сравнивает ряды с обычным ходом и поднимает сигнал при отклонении.'),
  learnsInOperation: no,
  models: entries('gas-model'),
  acquisition: { value: 'bought' },
  vendorMayTrain: no,
  dataLibraries: entries('gas-library'),
  dataProducerRecorded: yes,
  optOutChecked: { na: 'данные собственных датчиков' },
  hasPersonalData: no,
  autonomyDegree: { value: 'low' },
  humanControlPoint: ru('Решение об остановке и выводе людей принимает начальник смены.'),
  overrideTestOn: { value: '2026-09-14' },
  stopProcedure: yes,
  stopTestOn: { value: '2026-09-14' },
  stopTestSeconds: { value: 40 },
  fallbackWithoutAi: ru('Штатные пороговые датчики и обход каждые 9 минут.'),
  affectedGroups: ru('Работники медного завода.'),
  affectsRightsOrInterests: no,
  fullyAutomatedDecision: no,
  worstCredibleCase: ru('Поздний сигнал о загазованности, люди остаются в опасной зоне.'),
  reducesUserEfficiency: yes,
  moralOrMaterialHarm: yes,
  criticalDigitalObject: no,
  formsStateResource: no,
  limitsAndErrorCosts: ru('Ложная тревога: остановка участка на 20 минут. Пропуск: угроза жизни.'),
  securityMeasures: ru('Отдельный сегмент сети, учётные записи по ролям.'),
  lastRiskReview: { value: '2026-11-18' },
  nextReview: { value: '2027-11-18' },
  userNotice: yes,
  userAgreement: yes,
  characteristicsSheet: yes,
  supportContact: { value: 'диспетчер газоспасательной службы' },
  makesSyntheticResults: no,
};

/** Consequences by object of art. 17(1); everything not named is `none`. */
function consequences(given: Record<string, string>): { value: Record<string, string> } {
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
  return { value: Object.fromEntries(rows.map((row) => [row, given[row] ?? 'none'])) };
}

/** Answers the record cannot give, for the gas-analyser system under `kz-ai-law`. */
export const gasAnswers: Answers = {
  'ai-features': { value: ['machine-learning'] },
  'consequence-of-failure': consequences({
    economy: 'minimal',
    sector: 'minimal',
    users: 'minimal',
    infrastructure: 'minimal',
    'life-activity': 'significant',
    'technogenic-emergency': 'significant',
  }),
  'consequence-of-stop': consequences({
    economy: 'minimal',
    sector: 'significant',
    users: 'minimal',
    infrastructure: 'minimal',
    'life-activity': 'significant',
    'technogenic-emergency': 'emergency',
  }),
  'energy-considered': yes,
  'control-persons-named': yes,
  'own-infrastructure': yes,
  'restricted-data': no,
  'p1-manipulation': no,
  'p2-vulnerability': no,
  'p3-scoring': no,
  'p5-biometric-inference': no,
  'p6-emotions': no,
  'p7-prohibited-results': no,
  'screening-examined': { value: 'Входные признаки: только концентрации газов; данных о людях нет.' },
  'industrial-use': { value: ['nothing-listed'] },
  'support-given': yes,
  'explanation-procedure': yes,
  'data-request-procedure': yes,
  'refusal-path': { na: 'система не взаимодействует с людьми вне смены' },
  'data-confidentiality': yes,
  'user-rights-recorded': yes,
  'risks-identified': yes,
  'risk-management-process': yes,
  'misuse-assessed': yes,
  'risk-measures': yes,
  'change-since-review': no,
  'safety-measures': yes,
  'data-sets-quality': yes,
  'output-control': yes,
  'data-library-held': yes,
  'training-by-organisation': no,
  'data-library-quality': yes,
  'data-library-terms': yes,
  'data-library-lawful': yes,
  'data-requirements-followed': yes,
  'machine-form-recognised': yes,
  'documentation-kept': yes,
  'classification-recorded': yes,
  'acts-identified': yes,
  'documents-current': yes,
  'trusted-list-intended': no,
};

/** The record of face recognition at the gate, as far as it bears on personal data. */
export const facesFields: FieldValues = {
  isAiSystem: yes,
  kind: { value: ['vision'] },
  kzRole: { value: ['possessor'] },
  outputKind: { value: ['decision'] },
  hosting: { value: 'own-site' },
  hasPersonalData: yes,
  pdSubjects: ru('Работники и подрядчики завода.'),
  pdCategories: ru('Изображение лица, табельный номер, время прохода.'),
  pdSubjectCount: { value: 2_140 },
  pdAccessClass: { value: 'restricted' },
  biometric: yes,
  iin: no,
  minors: no,
  idCopies: no,
  scraped: no,
  pdBasis: { value: 'consent' },
  pdBaseInKz: yes,
  pdCrossBorder: no,
  pdThirdParties: no,
  pdRetention: { value: 'до увольнения и 30 дней после' },
  vendorMayTrain: no,
  learnsInOperation: no,
  autonomyDegree: { value: 'medium' },
  affectsRightsOrInterests: yes,
  fullyAutomatedDecision: yes,
};

/** Face recognition at the gate under `kz-ai-law`: some answers given. */
export const facesAnswers: Answers = {
  'p1-manipulation': no,
  'p2-vulnerability': no,
  'p3-scoring': no,
  'p5-biometric-inference': no,
  'p6-emotions': no,
  'p7-prohibited-results': no,
  'consequence-of-stop': consequences({ users: 'minimal' }),
};

/** The assistant for documents beside EU law: its letters go to buyers in the EU, so one duty of the deployer is open. */
export const documentsEuAnswers: Answers = {
  'eu-personal-use': no,
  'placed-on-eu-market': no,
  'eu-establishment-uses': no,
  'output-used-in-eu': yes,
  'product-exported-to-eu': no,
  'eu-supply': no,
  'eu-parent': no,
  'eu-role': { value: ['deployer'] },
  'role-may-change': no,
  'gpai-model': no,
  'a5-a-techniques': no,
  'a5-b-vulnerability': no,
  'a5-ba-imagery': no,
  'a5-bb-material': no,
  'a5-c-scoring': no,
  'a5-d-crime': no,
  'a5-e-faces': no,
  'a5-f-emotions': no,
  'a5-g-categorisation': no,
  'a5-h-remote': no,
  'annex-i-product': no,
  ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((area) => [`annex-iii-area-${area}`, { value: ['none'] }])),
  interacts: yes,
  'interaction-obvious': yes,
  generates: yes,
  'on-market-before': yes,
  'outputs-marked': { unknown: true },
  'emotion-or-category': no,
  'deep-fakes': no,
  'public-text': no,
  'ai-literacy': no,
};

/** The same under `kz-personal-data`: consents were not collected from everybody. */
export const facesDataAnswers: Answers = {
  exclusion: { value: 'none' },
  role: { value: ['base-owner', 'operator'] },
  'employees-data': yes,
  'list-approved': yes,
  'unclear-signals': no,
  'purpose-fixed': yes,
  'declared-purposes-only': yes,
  'only-needed-data': yes,
  'harm-or-limitation': no,
  'consent-from-all': no,
  'consent-elements': { value: ['operator', 'subject', 'term', 'data-list'] },
  'consent-form': { value: 'written' },
  'consent-proof': yes,
  'withdrawal-handling': { value: 'in-time' },
  'public-place-biometrics': { value: 'not-used' },
  'backups-in-kz': yes,
  'vendor-access-abroad': { unknown: true },
  publication: { value: 'no' },
  'automated-ground': { value: 'consent' },
  'automated-explanation': no,
  'objection-handling': { value: 'in-time' },
  'human-review': yes,
  'policy-documents': yes,
  'responsible-person': yes,
  'rights-channel': yes,
  'breach-plan': { unknown: true },
};

/** Document shown as evidence of the stop consequence; its text says that it is training material. */
export const sampleEvidence = {
  title: 'План ликвидации аварий',
  fileName: 'план-ликвидации-аварий.txt',
  page: '14',
  text: 'Учебный документ. Без сигнала загазованность выше нормы замечают при обходе, а не сразу.\n',
  question: 'consequence-of-stop',
} as const;
