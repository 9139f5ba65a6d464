import { relate, type Note } from './build.ts';
import type { Relation, RelationKind } from './schema.ts';

const data = (duty: string, kind: RelationKind, to: readonly string[], note: Note): Relation =>
  relate('kz-personal-data', duty, kind, to, note);

/** From the personal-data law to voluntary frameworks. */
export const dataToFrameworks: readonly Relation[] = [
  data(
    'policy',
    'related',
    ['A.2.3', 'GOVERN 1'],
    [
      'Дербес деректер саясаты ЖИ саясатымен үйлесуі тиіс.',
      'Политика по персональным данным должна согласоваться с политикой в сфере ИИ.',
      'The policy on personal data has to fit the policy for AI.',
    ],
  ),
  data(
    'responsible-person-appointed',
    'related',
    ['A.3.2', 'GOVERN 2'],
    [
      'Рөлдер тізімінде осы тұлға да болады.',
      'В перечне ролей есть и это лицо.',
      'The list of roles names this person too.',
    ],
  ),
  data(
    'list-of-data',
    'related',
    ['A.4.3', 'A.7.2'],
    ['Деректер есебі ортақ.', 'Учёт данных общий.', 'The record of data is shared.'],
  ),
  data(
    'lawful-basis',
    'related',
    ['A.7.3'],
    [
      'Деректерді алу негізі заңмен белгіленеді; стандарт оның жазылуын күтеді.',
      'Основание задаёт закон; стандарт ждёт, что оно записано.',
      'The law sets the ground; the standard expects it to be recorded.',
    ],
  ),
  data(
    'protection',
    'related',
    ['A.6.2.6', 'MEASURE 2', 'MANAGE 1'],
    [
      'Қорғау шаралары мен олардың тексерілуі.',
      'Меры защиты и их проверка.',
      'Protection measures and how they are checked.',
    ],
  ),
  data(
    'inform-staff',
    'related',
    ['A.4.6', 'GOVERN 2'],
    [
      'Қызметкерлерді оқыту жазбасы ортақ.',
      'Запись об обучении работников общая.',
      'The record of staff training is shared.',
    ],
  ),
  data(
    'information-to-subject',
    'related',
    ['A.8.5'],
    [
      'Деректер субъектісі – мүдделі тараптардың бірі.',
      'Субъект данных – одна из заинтересованных сторон.',
      'The subject is one of those concerned.',
    ],
  ),
  data(
    'breach-notice',
    'related',
    ['A.8.4', 'MANAGE 4'],
    [
      'Инциденттер туралы хабарлау жоспары ортақ; мерзім мен алушы заңда.',
      'План сообщений об инцидентах общий; срок и получатель – в законе.',
      'The plan for incidents is shared; period and recipient are in the law.',
    ],
  ),
  data(
    'third-party-condition',
    'related',
    ['A.10.2', 'A.10.3', 'GOVERN 6', 'MANAGE 3'],
    [
      'Жеткізушілермен шарттар екеуін де көрсетеді.',
      'Договоры с поставщиками показывают оба.',
      'Contracts with suppliers show both.',
    ],
  ),
  data(
    'assessment',
    'related',
    ['A.5.2', 'A.5.3', 'A.5.4', '6.4', 'MAP 5'],
    [
      'Ерікті бағалау ықпалды бағалаумен бірге жүргізілуі мүмкін.',
      'Добровольная оценка может проводиться вместе с оценкой воздействия.',
      'The voluntary assessment may be made together with the impact assessment.',
    ],
  ),
];
