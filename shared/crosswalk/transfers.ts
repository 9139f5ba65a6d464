import { transfer } from './build.ts';
import type { Transfer } from './schema.ts';

const yesNo = { yes: 'yes', no: 'no' } as const;

/** The same fact asked twice: both ways, yes and no. */
const both = (one: string, other: string): Transfer[] => [transfer(one, other, yesNo), transfer(other, one, yesNo)];

/** Between the packs of Kazakhstan. */
const kazakh: readonly Transfer[] = [
  ...both('kz-ai-law/personal-data-processed', 'kz-personal-data/processes-personal-data'),
  ...both('kz-ai-law/biometric-data', 'kz-personal-data/biometric'),
  // Art. 43 of the Digital Code, asked in the same parts: to learn of it, the key factors, review by a specialist.
  ...both('kz-ai-law/automated-decision-procedure', 'kz-personal-data/human-review'),
  // Art. 27: producer's details in machine-readable form.
  ...both('kz-ai-law/data-producer-recorded', 'kz-personal-data/library-producer'),
  // Learning from personal data is learning; not learning at all is not learning from personal data.
  transfer('kz-personal-data/learns-in-operation', 'kz-ai-law/learns-in-operation', { yes: 'yes' }),
  transfer('kz-ai-law/learns-in-operation', 'kz-personal-data/learns-in-operation', { no: 'no' }),
  // A result that creates, changes or ends rights affects them; one that affects nothing does none of it.
  transfer('kz-personal-data/affects-rights', 'kz-ai-law/affects-rights', { yes: 'yes' }),
  transfer('kz-ai-law/affects-rights', 'kz-personal-data/affects-rights', { no: 'no' }),
];

/** With the pack on submission and signature. */
const submission: readonly Transfer[] = [
  ...both('kz-ai-law/personal-data-processed', 'kz-submission/personal-data'),
  ...both('kz-personal-data/processes-personal-data', 'kz-submission/personal-data'),
  ...both('kz-ai-law/critical-object', 'kz-submission/critical-object'),
  // An agreement that can be read is there; none that is not there can be read.
  transfer('kz-ai-law/user-agreement', 'kz-submission/user-agreement', { yes: 'yes' }),
  transfer('kz-submission/user-agreement', 'kz-ai-law/user-agreement', { no: 'no' }),
  transfer('kz-submission/audit-report', 'kz-ai-law/audit-positive', { positive: 'yes', negative: 'no', none: 'no' }),
  transfer('kz-ai-law/audit-positive', 'kz-submission/audit-report', { yes: 'positive' }),
  // Where all personal data is public, none of it is restricted.
  transfer('kz-personal-data/access-class', 'kz-submission/restricted-data', { public: 'no' }),
];

/** With the EU AI Act. Only what follows whatever the scope: the wider "yes" from the narrower one, and the other way round. */
const eu: readonly Transfer[] = [
  ...both('kz-ai-law/personal-data-processed', 'eu-ai-act/eu-personal-data'),
  ...both('kz-personal-data/processes-personal-data', 'eu-ai-act/eu-personal-data'),
  // The EU asks about the workplace and education only, Kazakhstan about every place.
  transfer('eu-ai-act/a5-f-emotions', 'kz-ai-law/p6-emotions', { yes: 'yes' }),
  transfer('kz-ai-law/p6-emotions', 'eu-ai-act/a5-f-emotions', { no: 'no' }),
  transfer('kz-ai-law/p6-emotions', 'eu-ai-act/emotion-or-category', { yes: 'yes' }),
  transfer('eu-ai-act/emotion-or-category', 'kz-ai-law/p6-emotions', { no: 'no' }),
  // Kazakhstan names evaluation over a period of time, a case of scoring.
  transfer('kz-ai-law/p3-scoring', 'eu-ai-act/a5-c-scoring', { yes: 'yes' }),
  transfer('eu-ai-act/a5-c-scoring', 'kz-ai-law/p3-scoring', { no: 'no' }),
  // Synthetic results of the Law imitate persons or events: a part of what is generated.
  transfer('kz-ai-law/makes-synthetic-results', 'eu-ai-act/generates', { yes: 'yes' }),
  transfer('eu-ai-act/generates', 'kz-ai-law/makes-synthetic-results', { no: 'no' }),
  transfer('eu-ai-act/outputs-marked', 'kz-ai-law/synthetic-machine-mark', { yes: 'yes' }),
  transfer('kz-ai-law/synthetic-machine-mark', 'eu-ai-act/outputs-marked', { no: 'no' }),
];

export const transfers: readonly Transfer[] = [...kazakh, ...submission, ...eu];
