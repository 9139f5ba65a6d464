import {
  AlignmentType,
  convertMillimetersToTwip,
  LevelFormat,
  LineRuleType,
  type IPropertiesOptions,
  type ISpacingProperties,
} from 'docx';
import type { Locale } from '../../shared/lib/schema.ts';
import { colour, columnWidth, page } from '../pdf/style.ts';
import { hex, wordLanguage } from './text.ts';

/** Twips (1/1440 inch) of a length in points. */
export function twips(points: number): number {
  return Math.round(points * 20);
}

/** A4 with the margins of the paper. */
export const sheet = {
  size: { width: convertMillimetersToTwip(210), height: convertMillimetersToTwip(297) },
  margin: {
    left: twips(page.left),
    right: twips(page.right),
    top: twips(page.top + 12),
    bottom: twips(page.bottom),
    header: twips(36),
    footer: twips(36),
  },
};
/** Width of the text in twips. */
export const textWidth = twips(columnWidth);

/**
 * Space round a paragraph in twips, lines as a share of their usual height. The rule is always written: LibreOffice
 * otherwise takes the height as fixed and cuts pictures off.
 */
export function spacing(space: { before?: number; after?: number; lines?: number }): ISpacingProperties {
  const { lines = 1.1, ...rest } = space;
  return { ...rest, line: Math.round(lines * 240), lineRule: LineRuleType.AUTO };
}

/** Half points, as Word counts sizes of type. */
export const size = { body: 20, small: 17, cell: 18, caption: 18, frame: 15, subtitle: 26, organisation: 23 } as const;

/** Names of the numberings. */
export const bullets = 'bullets';
export const numbers = 'numbers';

/** The face every office program has, with all Kazakh letters. */
const font = 'Arial';

/** Looks of the document: real headings, so that the navigation and the contents of Word work. */
export function wordStyles(locale: Locale): NonNullable<IPropertiesOptions['styles']> {
  const heading = (points: number, before: number, after: number) => ({
    run: { font, size: points * 2, bold: true, color: hex(colour.ink) },
    paragraph: { spacing: spacing({ before: twips(before), after: twips(after) }), keepNext: true, keepLines: true },
  });
  return {
    default: {
      document: {
        run: { font, size: size.body, color: hex(colour.ink), language: { value: wordLanguage[locale] } },
        paragraph: { spacing: spacing({ after: twips(6) }) },
      },
      title: {
        run: { font, size: 52, bold: true, color: hex(colour.ink) },
        paragraph: { spacing: spacing({ before: twips(120), after: twips(10) }) },
      },
      heading1: heading(16, 22, 8),
      heading2: heading(13, 16, 6),
      heading3: heading(11, 12, 4),
    },
    paragraphStyles: [
      {
        id: 'TOC1',
        name: 'toc 1',
        basedOn: 'Normal',
        run: { bold: true },
        paragraph: { spacing: spacing({ before: 120, after: 0 }) },
      },
      {
        id: 'TOC2',
        name: 'toc 2',
        basedOn: 'Normal',
        paragraph: { indent: { left: 300 }, spacing: spacing({ after: 0 }) },
      },
    ],
  };
}

/** Bullets and numbers of lists. */
export const wordNumbering: NonNullable<IPropertiesOptions['numbering']> = {
  config: [
    {
      reference: bullets,
      levels: [
        {
          level: 0,
          format: LevelFormat.BULLET,
          text: '•',
          alignment: AlignmentType.LEFT,
          style: { paragraph: { indent: { left: 300, hanging: 300 } } },
        },
      ],
    },
    {
      reference: numbers,
      levels: [
        {
          level: 0,
          format: LevelFormat.DECIMAL,
          text: '%1.',
          alignment: AlignmentType.LEFT,
          style: { paragraph: { indent: { left: 420, hanging: 420 } } },
        },
      ],
    },
  ],
};
