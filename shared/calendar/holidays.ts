import type { LocalText } from '../lib/schema.ts';
import type { Confidence } from '../rules/pack.ts';

/** A public holiday that comes on the same day every year. */
export interface FixedHoliday {
  /** Month and day, `MM-DD`. */
  day: string;
  title: LocalText;
  confidence: Confidence;
}

const newYear: LocalText = { kk: 'Жаңа жыл', ru: 'Новый год', en: 'New Year' };
const nauryz: LocalText = { kk: 'Наурыз мейрамы', ru: 'Наурыз мейрамы', en: 'Nauryz' };

/**
 * Holidays of Kazakhstan with a fixed day, as generally known. No official act was read for this list, so every line is
 * `uncertain`: the organisation checks it against the acts of the year. Kurban Ait and the days off that are moved
 * differ from year to year and are entered by the organisation.
 */
export const fixedHolidays: readonly FixedHoliday[] = (
  [
    ['01-01', newYear],
    ['01-02', newYear],
    ['01-07', { kk: 'Православиелік Рождество', ru: 'Православное Рождество', en: 'Orthodox Christmas' }],
    ['03-08', { kk: 'Халықаралық әйелдер күні', ru: 'Международный женский день', en: 'International Women’s Day' }],
    ['03-21', nauryz],
    ['03-22', nauryz],
    ['03-23', nauryz],
    [
      '05-01',
      {
        kk: 'Қазақстан халқының бірлігі мерекесі',
        ru: 'Праздник единства народа Казахстана',
        en: 'Unity Day of the people of Kazakhstan',
      },
    ],
    ['05-07', { kk: 'Отан қорғаушы күні', ru: 'День защитника Отечества', en: 'Defender of the Fatherland Day' }],
    ['05-09', { kk: 'Жеңіс күні', ru: 'День Победы', en: 'Victory Day' }],
    ['07-06', { kk: 'Астана күні', ru: 'День столицы', en: 'Capital Day' }],
    ['08-30', { kk: 'Конституция күні', ru: 'День Конституции', en: 'Constitution Day' }],
    ['10-25', { kk: 'Республика күні', ru: 'День Республики', en: 'Republic Day' }],
    ['12-16', { kk: 'Тәуелсіздік күні', ru: 'День независимости', en: 'Independence Day' }],
  ] as const
).map(([day, title]) => ({ day, title, confidence: 'uncertain' }));
