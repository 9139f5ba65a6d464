import { createReportWords } from '../../shared/signatures/report-words.ts';
import { day, find, moment, t } from '../lib/i18n.svelte.ts';

/** The words of a verification report in the language of the window. */
export const { ladder, chainText, problemText, levelSentence, advice } = createReportWords({ t, find, day, moment });
