import { relate, type Note } from './build.ts';
import type { Relation, RelationKind } from './schema.ts';

const law = (duty: string, kind: RelationKind, to: readonly string[], note: Note): Relation =>
  relate('kz-ai-law', duty, kind, to, note);

/** Between duties of the two laws of Kazakhstan. */
export const betweenLaws: readonly Relation[] = [
  law(
    'automated-decision-rights',
    'equal',
    ['kz-personal-data/human-review-path'],
    [
      'Екі пакет те бір нормаға – Цифрлық кодекстің 43-бабына сүйенеді.',
      'Оба пакета опираются на одну норму – ст. 43 Цифрового кодекса.',
      'Both packs rest on one norm, art. 43 of the Digital Code.',
    ],
  ),
  law(
    'automated-personal-data',
    'covers',
    ['automated-consent-or-law', 'automated-explained', 'objection-answered'].map((duty) => `kz-personal-data/${duty}`),
    [
      'Жасанды интеллект туралы Заң дербес деректер туралы Заңға сілтейді; онда бұл міндет үшке бөлінген.',
      'Закон об ИИ отсылает к закону о персональных данных; там это три обязанности.',
      'The AI Law refers to the personal-data law, where this is three duties.',
    ],
  ),
  law(
    'data-producer-details',
    'equal',
    ['kz-personal-data/library-producer-stated'],
    [
      'Бір норма: 27-бап, әзірлеуші туралы мәліметтер машина оқитын нысанда.',
      'Одна норма: ст. 27, сведения об изготовителе в машиночитаемой форме.',
      'One norm: art. 27, details of the producer in machine-readable form.',
    ],
  ),
  law(
    'safety-and-reliability',
    'related',
    ['kz-personal-data/protection'],
    [
      'Қол жеткізуден қорғау шаралары ортақ; жүйенің сенімділігі дербес деректерді қорғаудан кең.',
      'Меры против несанкционированного доступа общие; надёжность системы шире защиты персональных данных.',
      'Measures against unauthorised access are shared; reliability of the system is wider than protection of personal data.',
    ],
  ),
  law(
    'restricted-data-mode',
    'related',
    ['kz-personal-data/protection', 'kz-personal-data/third-party-condition'],
    [
      'Қолжетімділігі шектеулі дербес деректерге екі заңның да талаптары қолданылады.',
      'К персональным данным ограниченного доступа относятся требования обоих законов.',
      'Personal data of restricted access falls under the requirements of both laws.',
    ],
  ),
  law(
    'explain-and-answer',
    'related',
    ['kz-personal-data/information-to-subject', 'kz-personal-data/free-access'],
    [
      'Сұрау салуларға жауап берудің бір арнасы жарайды; мерзімдер дербес деректер туралы Заңда ғана бар.',
      'Подходит один канал ответов на запросы; сроки есть только в законе о персональных данных.',
      'One channel for requests serves both; periods are set only in the personal-data law.',
    ],
  ),
  law(
    'training-lawful-purposes',
    'related',
    ['kz-personal-data/purposes-and-limits'],
    [
      'Оқып-үйренуге арналған деректерде дербес деректер болса, мақсаттар екі заң бойынша да алдын ала белгіленеді.',
      'Если в данных для обучения есть персональные, цели определяются заранее по обоим законам.',
      'Where training data holds personal data, purposes are fixed beforehand under both laws.',
    ],
  ),
  law(
    'inform-affected-persons',
    'related',
    ['kz-personal-data/automated-explained'],
    [
      'Бір мәтін екеуіне де жарайды, бірақ жасанды интеллект туралы Заң бұған мүмкіндік береді, ал дербес деректер туралы Заң міндеттейді.',
      'Один текст служит обоим, но закон об ИИ это допускает, а закон о персональных данных обязывает.',
      'One text serves both, but the AI Law allows it while the personal-data law obliges.',
    ],
  ),
  law(
    'critical-object-security',
    'related',
    ['kz-personal-data/breach-notice', 'kz-personal-data/breach-plan-ready'],
    [
      'Бір оқиға екі хабарламаны қажет етуі мүмкін: алушылары мен мерзімдері бөлек.',
      'Одно событие может потребовать двух уведомлений: получатели и сроки разные.',
      'One event may call for two notices, with different recipients and periods.',
    ],
  ),
];

/** From the AI Law to voluntary frameworks. */
export const lawToFrameworks: readonly Relation[] = [
  law(
    'manage-risks',
    'related',
    ['A.5.2', '6.3', '6.4', '6.5', 'GOVERN 1', 'MAP 4', 'MANAGE 1'],
    [
      'Сол бір үздіксіз үдеріс; заң элементтерін 18-бапта өзі белгілейді.',
      'Тот же непрерывный процесс; его элементы закон называет сам в ст. 18.',
      'The same continuous process; the law names its own elements in art. 18.',
    ],
  ),
  law(
    'yearly-review',
    'related',
    ['A.2.4', '6.6', 'MEASURE 3'],
    [
      'Стандарттар тұрақты қайта қарауды күтеді, «жылына бір рет» деген шек тек заңда.',
      'Стандарты ждут регулярного пересмотра; предел «раз в год» есть только в законе.',
      'The frameworks expect regular review; the limit of a year is in the law only.',
    ],
  ),
  law(
    'safety-and-reliability',
    'related',
    ['A.6.2.4', 'A.6.2.6', 'MEASURE 2'],
    [
      'Сынақ пен бақылау жазбалары екеуіне де дәлел бола алады.',
      'Записи испытаний и наблюдения могут служить доказательством для обоих.',
      'Records of testing and operation may prove both.',
    ],
  ),
  law(
    'documentation',
    'related',
    ['A.6.2.3', 'A.6.2.7', '6.7', 'MAP 2'],
    [
      'Бекітілген тізбенің мәтіні табылған жоқ; стандарт бойынша құжаттар оны алмастырмайды.',
      'Текст утверждённого перечня не найден; документы по стандарту его не заменяют.',
      'The text of the approved list was not found; documents by a standard do not replace it.',
    ],
  ),
  law(
    'classify-by-risk',
    'related',
    ['A.5.4', '6.3', 'MAP 1', 'MAP 2'],
    [
      'Қауіп-қатер дәрежесі заңның өз өлшемшарты бойынша анықталады; стандарттар дәрежелерді белгілемейді.',
      'Степень риска определяется по критерию закона; стандарты степеней не задают.',
      'The degree follows the criterion of the law; the frameworks set no degrees.',
    ],
  ),
  law(
    'react-to-prohibited',
    'related',
    ['A.9.4', '6.5', 'MANAGE 2'],
    [
      'Тоқтату жолы ортақ; тыйым салынған мүмкіндіктер тізбесі тек заңда.',
      'Путь остановки общий; перечень запрещённых возможностей есть только в законе.',
      'The way to stop is shared; the list of prohibited capabilities is in the law only.',
    ],
  ),
  law(
    'stop-prohibited-system',
    'related',
    ['MANAGE 2', 'MANAGE 4'],
    [
      'Тоқтату тәртібі ортақ дәлел.',
      'Порядок остановки – общее доказательство.',
      'The stop procedure is shared evidence.',
    ],
  ),
  law(
    'permanent-control',
    'related',
    ['A.3.2', 'A.6.2.6', 'A.9.2', '5.4', 'GOVERN 2', 'MAP 3'],
    [
      'Кім, қай кезеңде бақылайтыны туралы бір жазба жеткілікті.',
      'Достаточно одной записи о том, кто и на каком этапе контролирует.',
      'One record of who controls at which stage serves all.',
    ],
  ),
  law(
    'no-discrimination',
    'related',
    ['A.5.4', 'MEASURE 2', 'MAP 5'],
    [
      'Негіздер тізбесі заңның 6-бабында; стандарттар топтарға ықпалды жалпы қарайды.',
      'Перечень оснований в ст. 6 закона; стандарты смотрят на воздействие на группы в целом.',
      'The grounds are listed in art. 6; the frameworks look at impact on groups in general.',
    ],
  ),
  law(
    'discrimination-test-by-ground',
    'related',
    ['A.5.4', 'A.6.2.4', 'MEASURE 2'],
    ['Сол бір сынақтың нәтижелері.', 'Результаты тех же испытаний.', 'Results of the same tests.'],
  ),
  law(
    'support-users',
    'related',
    ['A.8.2', 'A.10.4'],
    [
      'Пайдаланушыларды қолдау мен оларға берілетін ақпарат бір жерден жүргізіледі.',
      'Поддержка и информация для пользователей ведутся в одном месте.',
      'Support and information for users are kept in one place.',
    ],
  ),
  law(
    'agreement-before-use',
    'related',
    ['A.8.2', 'A.10.4'],
    [
      'Заң құжатты атайды, стандарт – ақпараттың мазмұнын.',
      'Закон называет документ, стандарт – содержание информации.',
      'The law names the document, the standard what the information says.',
    ],
  ),
  law(
    'characteristics-and-limits',
    'related',
    ['A.8.2', 'A.6.2.7', 'MAP 3'],
    [
      'Сипаттамалар мен шектеулер парағы бәріне жарайды.',
      'Лист характеристик и ограничений подходит для всех.',
      'A sheet of characteristics and limitations serves all.',
    ],
  ),
  law(
    'inform-about-ai',
    'related',
    ['A.8.2', 'A.8.5'],
    [
      'ЖИ қолданылғаны туралы хабар ортақ, нысаны заң бойынша.',
      'Сообщение о применении ИИ общее, его форма – по закону.',
      'The message that AI is used is shared, its form follows the law.',
    ],
  ),
  law(
    'lawful-outputs',
    'related',
    ['A.6.2.6', 'GOVERN 1'],
    [
      'Нәтижелердің заңнамаға сәйкестігін бақылау пайдаланудың бір бөлігі.',
      'Контроль законности результатов – часть эксплуатации.',
      'Control of lawful outputs is a part of operation.',
    ],
  ),
  law(
    'explain-and-answer',
    'related',
    ['A.8.2', 'A.8.3', 'GOVERN 5'],
    ['Сұрау салуларды қабылдау арнасы ортақ.', 'Канал приёма запросов общий.', 'The channel for requests is shared.'],
  ),
  law(
    'energy-and-environment',
    'related',
    ['A.4.5', 'A.5.5', 'MEASURE 2'],
    [
      'Есептеу ресурстарының есебі дәлел бола алады.',
      'Учёт вычислительных ресурсов может служить доказательством.',
      'The record of computing resources may prove it.',
    ],
  ),
  law(
    'data-library-duties',
    'related',
    ['A.7.4', 'A.4.3'],
    [
      'Деректер сапасын бағалау ортақ; қолжетімділік шарттары тек заңда.',
      'Оценка качества данных общая; условия доступа есть только в законе.',
      'Quality of data is shared; access terms are in the law only.',
    ],
  ),
  law(
    'data-producer-details',
    'related',
    ['A.7.5'],
    [
      'Шығу тегі туралы жазба әзірлеушіні де қамтуы тиіс.',
      'Запись о происхождении должна называть и изготовителя.',
      'The record of origin has to name the producer as well.',
    ],
  ),
  law(
    'training-lawful-purposes',
    'related',
    ['A.7.2', 'A.7.3'],
    [
      'Деректерді алу негізі мен мақсаты бірге жазылады.',
      'Основание и цель получения данных записываются вместе.',
      'Ground and purpose of obtaining data are recorded together.',
    ],
  ),
  law(
    'training-opt-out',
    'related',
    ['A.7.3'],
    [
      'Құқық иеленушінің тыйымын тексеру деректерді алу тәртібіне кіреді.',
      'Проверка запрета правообладателя входит в порядок получения данных.',
      'Checking for a prohibition belongs to how data is obtained.',
    ],
  ),
  law(
    'critical-object-security',
    'related',
    ['A.8.4', 'MANAGE 4'],
    [
      'Хабарлау жоспары ортақ; алушы мен жағдайлар заңда.',
      'План сообщений общий; получатель и случаи – в законе.',
      'The plan of messages is shared; recipient and cases are in the law.',
    ],
  ),
  law(
    'timed-stop-test',
    'related',
    ['A.6.2.6', 'MANAGE 2'],
    ['Тоқтату сынағының хаттамасы.', 'Протокол испытания остановки.', 'The record of the stop test.'],
  ),
  law(
    'user-access-rights',
    'related',
    ['A.9.2', 'A.9.4'],
    [
      'Пайдаланушы тарапынан қолдану тәртібі.',
      'Порядок применения со стороны пользователя.',
      'The procedure of use on the side of the user.',
    ],
  ),
];
