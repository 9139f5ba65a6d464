import { relate, type Note } from './build.ts';
import type { Relation, RelationKind } from './schema.ts';

const sent = (duty: string, kind: RelationKind, to: readonly string[], note: Note): Relation =>
  relate('kz-submission', duty, kind, to, note);

const sameNorm: Note = [
  'Екі пакет те бір нормаға сүйенеді.',
  'Оба пакета опираются на одну норму.',
  'Both packs rest on one norm.',
];

/** From the pack on submission and signature: mostly the same norms, seen from the side of what is sent. */
export const submissionRelations: readonly Relation[] = [
  sent('breach-notice-duty', 'equal', ['kz-personal-data/breach-notice'], sameNorm),
  sent('objection-answer', 'equal', ['kz-personal-data/objection-answered'], sameNorm),
  sent('user-answer-duty', 'equal', ['kz-ai-law/explain-and-answer'], sameNorm),
  sent('methods-on-request', 'equal', ['kz-personal-data/methods-on-request'], sameNorm),
  sent('survey-access-duty', 'equal', ['kz-personal-data/survey-of-protection'], sameNorm),
  sent('processing-notification-reported', 'equal', ['kz-personal-data/notify-processing'], sameNorm),
  sent('trusted-list-audit', 'equal', ['kz-ai-law/trusted-list-audit'], sameNorm),
  sent(
    'incident-notice-duty',
    'part-of',
    ['kz-ai-law/critical-object-security'],
    [
      'Хабарлау – маңызды объектіні қорғау талаптарының бір бөлігі.',
      'Уведомление – часть требований к защите критически важного объекта.',
      'The notice is a part of the requirements for a critical object.',
    ],
  ),
  sent(
    'objection-answer',
    'part-of',
    ['kz-ai-law/automated-personal-data'],
    [
      'Қарсылыққа жауап беру – автоматтандырылған өңдеу туралы міндеттің бір бөлігі.',
      'Ответ на возражение – часть обязанности об автоматизированной обработке.',
      'The answer to an objection is a part of the duty on automated processing.',
    ],
  ),
  sent(
    'trusted-list-audit',
    'related',
    ['A.6.2.4', 'MEASURE 2'],
    [
      'Сынақ жазбалары аудитте де керек болады.',
      'Записи испытаний понадобятся и на аудите.',
      'Records of tests are needed at the audit too.',
    ],
  ),
];
