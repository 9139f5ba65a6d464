import { answerWords } from '../../shared/dossiers/wording.ts';
import { translator } from '../../shared/i18n/translate.ts';
import type { Locale } from '../../shared/lib/schema.ts';
import type { Answers } from '../../shared/rules/answer.ts';
import type { Pack } from '../../shared/rules/pack.ts';

/** Answers of an example as questions and words, in order of the questionnaire. */
export function exampleLines(
  pack: Pack,
  answers: Answers,
  locale: Locale,
): { name: string; question: string; answer: string }[] {
  const t = translator(locale);
  return pack.questions.flatMap((question) => {
    const answer = answers[question.name];
    if (!answer) return [];
    const words = answerWords(question, answer, t)
      .map(({ text }) => text)
      .join('');
    return [{ name: question.name, question: question.text[locale], answer: words }];
  });
}
