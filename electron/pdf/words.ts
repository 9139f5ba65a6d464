import type { Locale } from '../../shared/lib/schema.ts';

/** Words the paper frame needs beside those the document brings. */
export interface FrameWords {
  signaturePlace: string;
  fileName: string;
  fileDescription: string;
  fileBytes: string;
}

/** Fixed words in the language of the document. */
export const frameWords: Record<Locale, FrameWords> = {
  kk: {
    signaturePlace: 'қол қоюға арналған орын',
    fileName: 'Файл',
    fileDescription: 'Сипаттама',
    fileBytes: 'Байт',
  },
  ru: {
    signaturePlace: 'место для подписи',
    fileName: 'Файл',
    fileDescription: 'Описание',
    fileBytes: 'Байт',
  },
  en: {
    signaturePlace: 'place for signature',
    fileName: 'File',
    fileDescription: 'Description',
    fileBytes: 'Bytes',
  },
};
