import fastCheck from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { readDay } from '../electron/imports/days.ts';
import { decodeText, guessDelimiter, splitRows } from '../electron/imports/delimited.ts';
import { guessHeading } from '../electron/imports/headings.ts';
import { namesSupplier, siteKey, supplierKey } from '../electron/imports/names.ts';
import { escapeCell, unescapeCell } from '../shared/imports/escape.ts';

describe('reading of text', () => {
  it('tells the encoding by its bytes', () => {
    const text = 'Қауіп;Щётка';
    expect(decodeText(Buffer.from(text))).toEqual({ text, encoding: 'UTF-8' });
    expect(decodeText(Buffer.from(`\uFEFF${text}`))).toEqual({ text, encoding: 'UTF-8' });
    expect(decodeText(iconv.encode(text, 'utf-16le', { addBOM: true }))).toEqual({ text, encoding: 'UTF-16' });
    expect(decodeText(iconv.encode('Щётка;ёж', 'win1251'))).toEqual({ text: 'Щётка;ёж', encoding: 'Windows-1251' });
  });

  it('finds the delimiter and honours quotes', () => {
    expect(guessDelimiter('a,b,c\n1,2,3')).toBe(',');
    expect(guessDelimiter('a\tb\n1\t2')).toBe('\t');
    expect(guessDelimiter('Имя;Цена\n"Насос; большой";1,5\nВентиль;2,5')).toBe(';');
    expect(splitRows('a;"b ""x""; c"\r\n"две\nстроки";\n', ';')).toEqual([
      ['a', 'b "x"; c'],
      ['две\nстроки', ''],
    ]);
  });

  it('escapes what a spreadsheet would run, and gives every text back', () => {
    expect(escapeCell('=1+1')).toBe("'=1+1");
    expect(escapeCell('обычный текст')).toBe('обычный текст');
    fastCheck.assert(
      fastCheck.property(
        fastCheck.tuple(
          fastCheck.constantFrom('', '=', '+', '-', '@', '\t', '\r', "'", "'=", "''-"),
          fastCheck.string(),
        ),
        ([start, rest]) => {
          const text = start + rest;
          expect(escapeCell(text)).not.toMatch(/^[=+\-@\t\r]/);
          expect(unescapeCell(escapeCell(text))).toBe(text);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('recognition', () => {
  it.each([
    ['01.03.24', '2024-03-01'],
    ['1.3.1998', '1998-03-01'],
    ['05.06.85', '1985-06-05'],
    ['2025-09-15', '2025-09-15'],
    ['23/11/2024', '2024-11-23'],
    ['15 марта 2025 г.', '2025-03-15'],
    ['2025 жылғы 15 наурыз', '2025-03-15'],
    ['7 Қазан 2025', '2025-10-07'],
    ['3 May 2026', '2026-05-03'],
    ['29.02.2024', '2024-02-29'],
  ])('reads %s as a day', (text, day) => {
    expect(readDay(text)).toMatchObject({ day });
  });

  it.each([
    ['31.02.2025', 'date-impossible', null],
    ['29.02.2025', 'date-impossible', null],
    ['13/13/2025', 'date-impossible', null],
    ['март 2025', 'date-month-only', '2025-03-01'],
    ['03.2025', 'date-month-only', '2025-03-01'],
    ['2025 жылғы наурыз', 'date-month-only', '2025-03-01'],
    ['2025 г.', 'date-year-only', null],
    ['45717', 'date-serial', '2025-03-01'],
    ['99999', 'date-not-understood', null],
    ['скоро', 'date-not-understood', null],
  ])('does not take %s for a day', (text, problem, suggestion) => {
    expect(readDay(text)).toEqual({ problem, suggestion });
  });

  it('says where the order of day and month was assumed', () => {
    expect(readDay('05/06/2024')).toEqual({ day: '2024-06-05', note: 'date-day-first' });
    expect(readDay('23/11/2024')).toEqual({ day: '2024-11-23', note: null });
  });

  it.each([
    ['Наименование системы ИИ', 'name', 'sure'],
    ['ЖИ атауы', 'name', 'sure'],
    ['System name', 'name', 'sure'],
    ['Дата ввода в эксплуатацию (план)', 'operationSince', 'sure'],
    ['Ответственный за систему', 'ownerPerson', 'guess'],
    ['Қауіп-қатер дәрежесі', 'formerRiskNote', 'sure'],
    ['Название [kk]', 'name.kk', 'sure'],
    ['№ п/п', null, 'sure'],
    ['Степень риска по классификации', null, 'sure'],
    ['Цвет', null, 'none'],
    ['', null, 'none'],
  ])('knows the heading %s', (heading, target, confidence) => {
    expect(guessHeading(heading)).toEqual({ target, confidence });
  });

  it('sees one site and one firm behind several spellings', () => {
    expect(new Set(['ОФ-2', 'ОФ 2', 'оф2', 'фабрика №2', 'Обогатительная фабрика № 2'].map(siteKey)).size).toBe(1);
    expect(siteKey('ОФ-2')).not.toBe(siteKey('ОФ-3'));
    expect(siteKey('Рудник «Восточный»')).toBe(siteKey('рудник Восточный'));
    expect(supplierKey('«Қарлығаш Автоматика» ЖШС')).toBe(supplierKey('ТОО «Қарлығаш Автоматика»'));
    expect(['Microsoft', 'ТОО «Сервис плюс»', 'вендор камер', 'SaaS', 'НИИ, договор 18-Н'].map(namesSupplier)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
