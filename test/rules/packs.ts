import type { z } from '../../shared/lib/schema.ts';
import { Pack } from '../../shared/rules/pack.ts';

/** The same words in three languages, marked so that the language can be told. */
export function text(words: string): { kk: string; ru: string; en: string } {
  return { kk: `${words} kk`, ru: `${words} ru`, en: `${words} en` };
}

type Input = z.input<typeof Pack>;

/** A pack with one source and one provision; the test gives the rest. */
export function packOf(parts: Partial<Input>): Pack {
  return Pack.parse({
    format: 1,
    id: 'test-pack',
    version: '1.0.0',
    title: text('test'),
    jurisdiction: 'KZ',
    lawTextDate: '2025-11-17',
    effectiveFrom: '2026-01-18',
    authors: ['test'],
    changelog: [{ version: '1.0.0', date: '2026-11-01', text: text('first') }],
    sources: [
      {
        name: 'law',
        title: text('the law'),
        number: '230-VIII',
        edition: { kk: '17.11.2025', ru: '17.11.2025', en: '17.11.2025' },
        checkedOn: '2026-11-01',
        confidence: 'verified',
      },
    ],
    provisions: [
      {
        name: 'place',
        source: 'law',
        article: '17',
        paragraph: '3',
        item: '6',
        summary: text('place'),
        confidence: 'verified',
      },
    ],
    sections: [{ name: 'main', title: text('main') }],
    questions: [],
    ...parts,
  });
}

type QuestionInput = Input['questions'][number];

/** A question of the main section. */
export function ask(name: string, kind: QuestionInput['kind'], rest: Partial<QuestionInput> = {}): QuestionInput {
  return { name, kind, section: 'main', text: text(`${name}?`), ...rest };
}

/** Options by code, with points where given. */
export function options(codes: Record<string, number | null>): NonNullable<QuestionInput['options']> {
  return Object.entries(codes).map(([code, points]) => ({
    code,
    text: text(code),
    ...(points === null ? {} : { points }),
  }));
}

/** A scale with these degrees, lowest first. */
export function scaleOf(name: string, degrees: string[]): NonNullable<Input['scales']>[number] {
  return { name, kind: 'degree', title: text(name), degrees: degrees.map((code) => ({ code, text: text(code) })) };
}

type RuleInput = NonNullable<Input['rules']>[number];

/** A rule that leads to a degree. */
export function leads(name: string, scale: string, degree: string, when: RuleInput['when']): RuleInput {
  return { name, text: text(name), when, concludes: { scale, degree }, provisions: ['place'] };
}

/** A rule that finds something. */
export function finds(
  name: string,
  when: RuleInput['when'],
  severity: 'stop' | 'review' | 'note' = 'review',
): RuleInput {
  return { name, text: text(name), when, finding: { severity, message: text(name) }, provisions: ['place'] };
}
