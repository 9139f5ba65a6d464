import { relate, type Note } from './build.ts';
import type { Relation } from './schema.ts';

const eu = (duty: string, to: readonly string[], note: Note): Relation =>
  relate('eu-ai-act', duty, 'related', to, note);

/**
 * From the EU AI Act. Every relation is `related`: roles, scope and triggers of the two laws differ, so meeting a duty
 * of one never counts as meeting a duty of the other.
 */
export const euRelations: readonly Relation[] = [
  eu(
    'no-prohibited-practice',
    ['kz-ai-law/react-to-prohibited', 'kz-ai-law/stop-prohibited-system', 'kz-personal-data/no-scraping'],
    [
      'Тізбелер ұқсас, бірақ бірдей емес: мысалы, Қазақстанда бағалау үшін зиян шарты жоқ.',
      'Перечни похожи, но не совпадают: например, в Казахстане для оценки людей нет условия о вреде.',
      'The lists are alike but not the same: for scoring, for example, Kazakhstan has no test of detriment.',
    ],
  ),
  eu(
    'literacy',
    ['kz-personal-data/inform-staff', 'A.4.6', 'GOVERN 2'],
    [
      'Қызметкерлерді оқыту жазбалары ортақ, тақырыптары бөлек.',
      'Записи об обучении общие, темы разные.',
      'Records of training are shared, the subjects differ.',
    ],
  ),
  eu(
    'document-exemption',
    ['kz-ai-law/decision-record'],
    [
      'Сыныптау шешімінің негіздемесі екеуіне де жазылады, өлшемшарттары бөлек.',
      'Обоснование решения записывается в обоих случаях, критерии разные.',
      'The reasons of the decision are recorded in both, by different criteria.',
    ],
  ),
  eu(
    'risk-management',
    [
      'kz-ai-law/manage-risks',
      'kz-ai-law/yearly-review',
      'A.5.2',
      '6.4',
      '6.5',
      '6.6',
      'MAP 4',
      'MEASURE 3',
      'MANAGE 1',
    ],
    [
      'Қауіп-қатердің бір тізілімі жарайды; жылдық шек тек Қазақстан заңында.',
      'Подходит один реестр рисков; предел в год есть только в законе Казахстана.',
      'One risk register serves; the limit of a year is in the law of Kazakhstan only.',
    ],
  ),
  eu(
    'data-governance',
    [
      'kz-ai-law/data-library-duties',
      'kz-ai-law/training-lawful-purposes',
      'A.7.2',
      'A.7.3',
      'A.7.4',
      'A.7.5',
      'A.7.6',
    ],
    [
      'Деректер сипаттамасы ортақ; ЕО-да бейтараптықты тексеру егжей-тегжейлі.',
      'Описание данных общее; в ЕС подробнее проверка смещений.',
      'The description of data is shared; the EU asks more about bias.',
    ],
  ),
  eu(
    'technical-documentation',
    ['kz-ai-law/documentation', 'A.6.2.3', 'A.6.2.7', '6.7', 'MAP 2'],
    [
      'IV қосымшаның бөлімдері кең негіз бола алады; Қазақстанның бекітілген тізбесінің мәтіні табылған жоқ.',
      'Разделы приложения IV могут быть широкой основой; текст утверждённого перечня Казахстана не найден.',
      'The headings of Annex IV are a wide base; the text of the approved list of Kazakhstan was not found.',
    ],
  ),
  eu(
    'record-keeping',
    ['kz-personal-data/order-179-measures', 'A.6.2.8'],
    [
      'Журналдар ортақ дәлел; Қазақстан заңында сақтау мерзімі белгіленбеген.',
      'Журналы – общее доказательство; в законе Казахстана срок хранения не задан.',
      'Logs are shared evidence; the law of Kazakhstan sets no period of keeping them.',
    ],
  ),
  eu(
    'instructions',
    ['kz-ai-law/characteristics-and-limits', 'kz-ai-law/support-users', 'A.8.2', 'MAP 3'],
    [
      'Сипаттамалар мен шектеулер туралы бір құжат; ЕО-да мазмұны толық тізілген.',
      'Один документ о характеристиках и ограничениях; в ЕС его состав перечислен подробно.',
      'One document on characteristics and limitations; the EU lists its content in detail.',
    ],
  ),
  eu(
    'human-oversight',
    ['kz-ai-law/permanent-control', 'kz-ai-law/override-check', 'kz-ai-law/timed-stop-test', 'A.9.2', 'MAP 3'],
    [
      'Адамның бақылауы мен тоқтату сынағы – сол бір дәлелдер.',
      'Контроль человека и испытание остановки – те же доказательства.',
      'Human control and the stop test are the same evidence.',
    ],
  ),
  eu(
    'accuracy-robustness',
    ['kz-ai-law/safety-and-reliability', 'A.6.2.4', 'MEASURE 2'],
    [
      'Сынақ нәтижелері ортақ; ЕО көрсеткіштерді жариялауды талап етеді.',
      'Результаты испытаний общие; ЕС требует заявлять показатели.',
      'Test results are shared; the EU asks for declared metrics.',
    ],
  ),
  eu(
    'provider-quality-system',
    ['A.2.2', 'A.6.1.3', 'GOVERN 1'],
    [
      'Басқару жүйесі негіз бола алады, бірақ сапа жүйесін алмастырмайды.',
      'Система управления может быть основой, но не заменяет систему качества.',
      'A management system may be the base but does not replace the quality system.',
    ],
  ),
  eu(
    'provider-corrective-action',
    ['kz-ai-law/react-to-prohibited', 'MANAGE 4'],
    [
      'Әрекет ету тәртібі ортақ, себептері бөлек.',
      'Порядок реагирования общий, поводы разные.',
      'The way to react is shared, the occasions differ.',
    ],
  ),
  eu(
    'provider-post-market',
    ['A.6.2.6', 'MEASURE 3', 'MANAGE 4'],
    [
      'Пайдаланудағы бақылау жоспары ортақ.',
      'План наблюдения в эксплуатации общий.',
      'The plan of watching the system in use is shared.',
    ],
  ),
  eu(
    'provider-serious-incidents',
    [
      'kz-ai-law/critical-object-security',
      'kz-personal-data/breach-notice',
      'kz-submission/incident-notice-duty',
      'A.8.4',
      'MANAGE 4',
    ],
    [
      'Бір оқиға бірнеше хабарламаны қажет етуі мүмкін: алушылары мен мерзімдері бөлек.',
      'Одно событие может потребовать нескольких сообщений: получатели и сроки разные.',
      'One event may call for several reports, with different recipients and periods.',
    ],
  ),
  eu(
    'provider-keep-logs',
    ['A.6.2.8'],
    ['Журналдарды сақтау тәртібі.', 'Порядок хранения журналов.', 'How logs are kept.'],
  ),
  eu(
    'deployer-logs',
    ['A.6.2.8'],
    [
      'Журналдарды сақтау тәртібі; ең ұзақ мерзім алынады.',
      'Порядок хранения журналов; берётся самый долгий срок.',
      'How logs are kept; the longest period is taken.',
    ],
  ),
  eu(
    'deployer-follow-instructions',
    ['kz-ai-law/user-safety-rules', 'A.9.2', 'A.9.4'],
    [
      'Қауіпсіздік қағидаларын сақтау мен нұсқаулықты орындау бірге көрсетіледі.',
      'Соблюдение правил безопасности и инструкции показывается вместе.',
      'Following safety rules and instructions is shown together.',
    ],
  ),
  eu(
    'deployer-oversight',
    ['kz-ai-law/permanent-control', 'A.3.2', 'GOVERN 2'],
    ['Жауапты адамдар тізімі ортақ.', 'Перечень ответственных лиц общий.', 'The list of people in charge is shared.'],
  ),
  eu(
    'deployer-input-data',
    ['kz-ai-law/data-library-duties', 'A.7.4'],
    ['Кіріс деректерінің сапасын тексеру.', 'Проверка качества входных данных.', 'Checking the quality of input data.'],
  ),
  eu(
    'deployer-monitoring',
    ['A.6.2.6', 'A.8.4', 'MEASURE 3'],
    ['Пайдалануды бақылау жазбалары.', 'Записи наблюдения за эксплуатацией.', 'Records of watching the operation.'],
  ),
  eu(
    'deployer-inform-workers',
    ['kz-ai-law/inform-about-ai', 'A.8.5'],
    [
      'Қазақстанда бұл пайдаланушыларды хабардар ету және еңбек заңнамасы мәселесі.',
      'В Казахстане это вопрос информирования пользователей и трудового законодательства.',
      'In Kazakhstan this is a matter of informing users and of labour law.',
    ],
  ),
  eu(
    'deployer-data-protection-assessment',
    ['kz-personal-data/assessment', 'A.5.3'],
    [
      'Қазақстанда мұндай бағалау ерікті.',
      'В Казахстане такая оценка добровольна.',
      'In Kazakhstan such an assessment is voluntary.',
    ],
  ),
  eu(
    'deployer-inform-persons',
    [
      'kz-ai-law/inform-affected-persons',
      'kz-ai-law/automated-decision-rights',
      'kz-personal-data/automated-explained',
      'A.8.5',
    ],
    [
      'Бір хабарлама мәтіні жарайды; негіздері мен шарттары бөлек.',
      'Подходит один текст сообщения; основания и условия разные.',
      'One text of the message serves; grounds and conditions differ.',
    ],
  ),
  eu(
    'fria',
    ['kz-personal-data/assessment', 'A.5.2', 'A.5.4', 'A.5.5', 'MAP 5'],
    [
      'Адамдарға ықпалды бағалаудың бір жұмысы; Қазақстанда міндеттілігі табылған жоқ.',
      'Одна работа по оценке воздействия на людей; обязательность в Казахстане не найдена.',
      'One work on impact on people; no such duty was found in Kazakhstan.',
    ],
  ),
  eu(
    'tell-interaction',
    ['kz-ai-law/inform-about-ai', 'A.8.2'],
    [
      'Бір хабарлама: Қазақстанда ол ЖИ-мен жасалған тауарлар, жұмыстар, қызметтер туралы.',
      'Одно сообщение: в Казахстане оно о товарах, работах, услугах, созданных с ИИ.',
      'One message: in Kazakhstan it is about goods, works and services made with AI.',
    ],
  ),
  eu(
    'mark-outputs',
    ['kz-ai-law/synthetic-marks', 'A.8.2'],
    [
      'Екеуі де машина оқитын белгіні талап етеді; Қазақстан көрінетін ескертуді де, бірақ тек еліктейтін нәтижелерге.',
      'Оба требуют машиночитаемой метки; Казахстан – ещё и видимого предупреждения, но только для имитирующих результатов.',
      'Both ask for a machine-readable mark; Kazakhstan for a visible warning too, but only on results that imitate.',
    ],
  ),
  eu(
    'inform-on-emotions',
    ['kz-ai-law/inform-affected-persons', 'A.8.5'],
    [
      'Қазақстанда эмоцияларды айқындауға келісім керек, хабарлау жеткіліксіз.',
      'В Казахстане для определения эмоций нужно согласие, сообщения мало.',
      'In Kazakhstan determining emotions needs consent; telling is not enough.',
    ],
  ),
  eu(
    'disclose-deep-fakes',
    ['kz-ai-law/synthetic-information', 'kz-ai-law/synthetic-marks'],
    [
      'Синтетикалық нәтижелер туралы хабарлау ұқсас.',
      'Сообщение о синтетических результатах сходно.',
      'Telling about synthetic results is alike.',
    ],
  ),
];
