import type { LocalText } from '../lib/schema.ts';
import { patterns, phrase, type PatternName } from './condition-words.ts';
import type { Expression, Literal } from './expression.ts';
import type { Pack, Question } from './pack.ts';
import { isDayLiteral, todayName } from './references.ts';
import { dayText, inEach, numberText, quote, words } from './words.ts';

/** A condition as a person reads it: a sentence, or a heading with the clauses below it. */
export interface Clause {
  text: LocalText;
  parts: readonly Clause[];
}

/** The condition as clauses in the three languages, for a list; names give the texts of questions, facts and scales. */
export function clausesOf(pack: Pack, expression: Expression): Clause {
  return createWriter(pack).clause(expression, false);
}

/** The condition as one sentence in the three languages, without a full stop. */
export function conditionText(pack: Pack, expression: Expression): LocalText {
  return flatten(clausesOf(pack, expression));
}

function flatten({ text, parts }: Clause): LocalText {
  if (parts.length === 0) return text;
  const inner = parts.map(flatten);
  return inEach((locale) => `${text[locale]}: (${inner.map((part) => part[locale]).join('; ')})`);
}

const quoted = (text: LocalText): LocalText => inEach((locale) => quote(locale, text[locale]));
const same = (text: string): LocalText => ({ kk: text, ru: text, en: text });

function createWriter(pack: Pack): { clause(expression: Expression, negated: boolean): Clause } {
  const questions = new Map(pack.questions.map((question) => [question.name, question]));
  const facts = new Map(pack.facts.map((fact) => [fact.name, fact]));
  const scores = new Map(pack.scores.map((score) => [score.name, score]));
  const scales = new Map(pack.scales.map((scale) => [scale.name, scale]));
  const dates = new Map(pack.applicationDates.map((date) => [date.name, date]));

  const questionText = (name: string): LocalText => quoted(questions.get(name)?.text ?? same(name));
  const listed = (texts: readonly LocalText[], join: LocalText): LocalText =>
    inEach((locale) => texts.map((text) => text[locale]).join(join[locale]));
  const codeText = (question: Question | undefined, list: 'options' | 'levels' | 'rows', code: string): LocalText =>
    question?.[list]?.find((option) => option.code === code)?.text ?? same(code);

  function literalText(question: Question | undefined, literal: Literal): LocalText {
    if (typeof literal === 'number') return numberText(literal);
    if (typeof literal === 'boolean') return literal ? words.yes : words.no;
    if (isDayLiteral(literal)) return dayText(literal);
    if (question?.kind === 'yesno') return literal === 'yes' ? words.yes : words.no;
    return codeText(question, 'options', literal);
  }

  const sentence = (name: PatternName, values: Record<string, LocalText>): Clause => ({
    text: phrase(name, values),
    parts: [],
  });
  const under = (name: PatternName, parts: readonly Clause[]): Clause => ({ text: phrase(name), parts });
  /** A sentence that has no negation of its own goes under "this does not hold". */
  const maybeNot = (clause: Clause, negated: boolean): Clause => (negated ? under('not', [clause]) : clause);

  function equal(left: Expression, literals: readonly Literal[], negated: boolean): Clause {
    const question = typeof left === 'string' ? questions.get(left) : undefined;
    const answers = listed(
      literals.map((literal) => quoted(literalText(question, literal))),
      patterns.or,
    );
    if (question) return sentence(negated ? 'answerIsNot' : 'answerIs', { question: quoted(question.text), answers });
    return maybeNot(sentence('factIs', { fact: value(left), answers }), negated);
  }

  function named(name: string, negated: boolean): Clause {
    const question = questions.get(name);
    if (question && question.kind !== 'yesno') return { text: value(name), parts: [] };
    if (question)
      return sentence(negated ? 'answerIsNot' : 'answerIs', {
        question: quoted(question.text),
        answers: quoted(words.yes),
      });
    return sentence(negated ? 'factNot' : 'fact', {
      fact: quoted(facts.get(name)?.text ?? scores.get(name)?.title ?? same(name)),
    });
  }

  function clause(expression: Expression, negated: boolean): Clause {
    if (typeof expression === 'boolean') return sentence(expression === negated ? 'never' : 'always', {});
    if (typeof expression === 'string')
      return expression === todayName || isDayLiteral(expression)
        ? { text: value(expression), parts: [] }
        : named(expression, negated);
    if (typeof expression === 'number') return { text: numberText(expression), parts: [] };
    if ('all' in expression || 'any' in expression) {
      const [terms, plain, opposite]: [Expression[], PatternName, PatternName] =
        'all' in expression ? [expression.all, 'all', 'notAll'] : [expression.any, 'any', 'noneOf'];
      const [only] = terms;
      if (only !== undefined && terms.length === 1) return clause(only, negated);
      return under(
        negated ? opposite : plain,
        terms.map((term) => clause(term, false)),
      );
    }
    if ('not' in expression) return clause(expression.not, !negated);
    if ('eq' in expression) return equal(expression.eq[0], [expression.eq[1]], negated);
    if ('in' in expression) return equal(expression.in[0], expression.in[1], negated);
    if ('contains' in expression) {
      const [name, option] = expression.contains;
      const answers = quoted(codeText(questions.get(name), 'options', option));
      return sentence(negated ? 'containsNot' : 'contains', { question: questionText(name), answers });
    }
    if ('concluded' in expression) {
      const [name, codes] = expression.concluded;
      const scale = scales.get(name);
      const degree = (code: string): LocalText =>
        quoted(scale?.degrees.find((one) => one.code === code)?.text ?? same(code));
      const answers = listed(codes.map(degree), patterns.or);
      return maybeNot(sentence('concluded', { scale: quoted(scale?.title ?? same(name)), answers }), negated);
    }
    if ('inForce' in expression) {
      const date = quoted(dates.get(expression.inForce)?.subject ?? same(expression.inForce));
      return maybeNot(sentence('inForce', { date }), negated);
    }
    for (const operator of ['anyCell', 'allCells'] as const) {
      const cells = (
        expression as Partial<Record<typeof operator, { question: string; levels: string[]; rows?: string[] }>>
      )[operator];
      if (cells) return maybeNot(cellClause(operator, cells), negated);
    }
    for (const operator of ['answered', 'known', 'isUnknown', 'isNa'] as const) {
      const name = (expression as Partial<Record<typeof operator, string>>)[operator];
      if (name !== undefined) return maybeNot(sentence(operator, { question: questionText(name) }), negated);
    }
    return maybeNot(comparison(expression), negated);
  }

  function cellClause(
    operator: 'anyCell' | 'allCells',
    cells: { question: string; levels: string[]; rows?: string[] | undefined },
  ): Clause {
    const question = questions.get(cells.question);
    const every = question?.rows?.length ?? 0;
    const named = cells.rows !== undefined && cells.rows.length < every ? cells.rows : [];
    const rows = listed(
      named.map((row) => quoted(codeText(question, 'rows', row))),
      same(', '),
    );
    return sentence(operator, {
      question: questionText(cells.question),
      rows: named.length === 0 ? same('') : phrase('rows', { rows }),
      answers: listed(
        cells.levels.map((level) => quoted(codeText(question, 'levels', level))),
        patterns.or,
      ),
    });
  }

  function comparison(expression: Exclude<Expression, string | number | boolean>): Clause {
    const [operator = '', operand] = Object.entries(expression)[0] ?? [];
    const terms = (Array.isArray(operand) ? operand : [operand]) as Expression[];
    const [a = 0, b = 0, c = 0] = terms;
    if (operator === 'between') return sentence('between', { a: value(a), b: value(b), c: value(c) });
    if (operator === 'gt' || operator === 'gte' || operator === 'lt' || operator === 'lte') {
      const dated = { gt: 'dateGt', gte: 'dateGte', lt: 'dateLt', lte: 'dateLte' } as const;
      const name = isDate(a) || isDate(b) ? dated[operator] : operator;
      return sentence(name, { a: value(a), b: value(b) });
    }
    return { text: value(expression), parts: [] };
  }

  function isDate(expression: Expression): boolean {
    if (typeof expression !== 'string') return false;
    return expression === todayName || isDayLiteral(expression) || questions.get(expression)?.kind === 'date';
  }

  /** A number, a day or a code in words. */
  function value(expression: Expression): LocalText {
    if (typeof expression === 'number') return numberText(expression);
    if (typeof expression === 'boolean') return phrase(expression ? 'always' : 'never');
    if (typeof expression === 'string') {
      if (expression === todayName) return patterns.today;
      if (isDayLiteral(expression)) return dayText(expression);
      const question = questions.get(expression);
      if (question) return phrase('answerOf', { question: quoted(question.text) });
      return quoted(facts.get(expression)?.text ?? scores.get(expression)?.title ?? same(expression));
    }
    if ('points' in expression || 'pointsPossible' in expression) {
      const [name, tagged] =
        'points' in expression
          ? (['points', expression.points] as const)
          : (['pointsPossible', expression.pointsPossible] as const);
      return phrase(name, {
        tag: same(tagged.tag),
        how: patterns[tagged.how === 'sum' ? 'sumOf' : 'maxOf'],
        over: patterns[tagged.over === 'visible' ? 'overVisible' : 'overAll'],
      });
    }
    if ('count' in expression) return phrase('count', { question: questionText(expression.count) });
    if ('daysSince' in expression) return phrase('daysSince', { a: value(expression.daysSince) });
    if ('if' in expression) {
      const [test, yes, no] = expression.if;
      return phrase('if', { a: flatten(clause(test, false)), b: value(yes), c: value(no) });
    }
    for (const operator of ['sum', 'max', 'min', 'mul', 'div', 'round'] as const) {
      const operand = (expression as Partial<Record<typeof operator, Expression | Expression[]>>)[operator];
      if (operand === undefined) continue;
      const terms = Array.isArray(operand) ? operand : [operand];
      return phrase(operator, { list: listed(terms.map(value), same('; ')) });
    }
    return flatten(clause(expression, false));
  }

  return { clause };
}
