import type { Expression, Literal, TaggedPoints } from './expression.ts';
import type { FaultSink } from './faults.ts';
import { constant, inherit, todaySpan, type Compiler } from './compiler.ts';
import { inForceNode } from './dates.ts';
import { cellsNode, containsNode, countNode, questionNode, standNode } from './leaves.ts';
import type { Environment, Node, Scope, Sink, SpanNode } from './node.ts';
import { compileNumeric, isNumeric } from './numbers.ts';
import type { Question } from './pack.ts';
import { isDayLiteral, todayName } from './references.ts';
import { pointsNode, pointsPossibleNode, scoreNode } from './scores.ts';
import { unknownLevel } from './state.ts';
import { dayNumber, isAmong, isOneOf, joinChoices, joinSpans, point, type Kleene } from './values.ts';

/**
 * Compiles an expression and checks its names and types. Faults go to the sink; the result is undefined then.
 * The caller has checked the depth of the expression and compiles in dependency order.
 */
export function createCompiler(scope: Scope, faults: FaultSink): Compiler {
  const compiler: Compiler = {
    scope,
    faults,
    taken: 0,
    any: (expression, place) => compile(compiler, expression, place),
    span: (expression, place) => {
      const node = compile(compiler, expression, place);
      if (node && !node.span) faults.add(place, 'a number or a date is expected here');
      return node?.span ? (node as SpanNode) : undefined;
    },
    truth: (expression, place) => {
      const node = compile(compiler, expression, place);
      if (node && !node.truth) faults.add(place, 'a condition (yes or no) is expected here');
      return node?.truth ? (node as Node & Required<Pick<Node, 'truth'>>) : undefined;
    },
  };
  return compiler;
}

/** Questions all `points` operators of a pack may take together. */
const maximumTaken = 100_000;

function compile(compiler: Compiler, expression: Expression, place: string): Node | undefined {
  if (typeof expression === 'string') return compileName(compiler, expression, place);
  if (typeof expression === 'number') return constant({ span: () => point(expression), unit: 'number' });
  if (typeof expression === 'boolean') return constant({ truth: () => (expression ? 2 : 0) });
  if ('all' in expression) return compileTerms(compiler, expression.all, `${place}.all`, 0);
  if ('any' in expression) return compileTerms(compiler, expression.any, `${place}.any`, 2);
  if ('not' in expression) {
    const part = compiler.truth(expression.not, `${place}.not`);
    return (
      part && {
        ...inherit([part]),
        truth: (environment) => (2 - part.truth(environment)) as Kleene,
        collect: part.collect,
      }
    );
  }
  if ('eq' in expression) return compileEqual(compiler, expression.eq[0], [expression.eq[1]], `${place}.eq`);
  if ('in' in expression) return compileEqual(compiler, expression.in[0], expression.in[1], `${place}.in`);
  if ('if' in expression) return compileIf(compiler, expression.if, `${place}.if`);
  if ('contains' in expression) {
    const [name, option] = expression.contains;
    const index = questionOf(compiler, name, ['multiple'], `${place}.contains`);
    if (index === undefined) return undefined;
    if (!(scopeQuestion(compiler, index).options ?? []).some(({ code }) => code === option)) {
      compiler.faults.add(`${place}.contains`, `question ${name} has no option ${option}`);
      return undefined;
    }
    return containsNode(compiler.scope, index, option);
  }
  if ('count' in expression) {
    const index = questionOf(compiler, expression.count, ['multiple', 'table'], `${place}.count`);
    return index === undefined ? undefined : countNode(compiler.scope, index);
  }
  if ('anyCell' in expression) return compileCells(compiler, expression.anyCell, `${place}.anyCell`, false);
  if ('allCells' in expression) return compileCells(compiler, expression.allCells, `${place}.allCells`, true);
  if ('concluded' in expression) return compileConcluded(compiler, expression.concluded, `${place}.concluded`);
  if ('inForce' in expression) {
    const index = compiler.scope.dateIndex.get(expression.inForce);
    const schedule = compiler.scope.dates[index ?? -1];
    if (index !== undefined && schedule) return inForceNode(schedule, index);
    compiler.faults.add(`${place}.inForce`, `no application date is called ${expression.inForce}`);
    return undefined;
  }
  for (const operator of ['answered', 'known', 'isUnknown', 'isNa'] as const) {
    if (!(operator in expression)) continue;
    const name = (expression as Record<string, string>)[operator] ?? '';
    const index = questionOf(compiler, name, undefined, `${place}.${operator}`);
    return index === undefined ? undefined : standNode(compiler.scope, index, operator);
  }
  for (const operator of ['points', 'pointsPossible'] as const) {
    if (!(operator in expression)) continue;
    const operand = (expression as Record<typeof operator, TaggedPoints>)[operator];
    compiler.taken += compiler.scope.pointed.get(operand.tag)?.length ?? 0;
    if (compiler.taken > maximumTaken) {
      compiler.faults.add(`${place}.${operator}`, `points are taken more than ${maximumTaken} times`);
      return undefined;
    }
    const node = (operator === 'points' ? pointsNode : pointsPossibleNode)(compiler.scope, operand);
    if (!node) compiler.faults.add(`${place}.${operator}`, `no question with points has the tag ${operand.tag}`);
    return node;
  }
  if (isNumeric(expression)) return compileNumeric(compiler, expression, place);
  compiler.faults.add(place, 'unknown operator');
  return undefined;
}

function compileName(compiler: Compiler, name: string, place: string): Node | undefined {
  const { scope, faults } = compiler;
  if (name === todayName) return constant({ span: todaySpan, unit: 'date' });
  if (isDayLiteral(name)) {
    const day = dayNumber(name);
    if (day === undefined) faults.add(place, `there is no day ${name}`);
    return day === undefined ? undefined : constant({ span: () => point(day), unit: 'date' });
  }
  const factIndex = scope.factIndex.get(name);
  if (factIndex !== undefined) return factNode(scope, factIndex);
  const scoreIndex = scope.scoreIndex.get(name);
  if (scoreIndex !== undefined) return scoreNode(scope, scoreIndex);
  const questionIndex = scope.questionIndex.get(name);
  if (questionIndex === undefined) {
    faults.add(place, `no question, fact or score is called ${name}`);
    return undefined;
  }
  const node = questionNode(scope, questionIndex);
  if (!node) {
    const kind = scopeQuestion(compiler, questionIndex).kind;
    faults.add(place, `${kind} question ${name} has no value of its own: use contains, count, anyCell or allCells`);
  }
  return node;
}

function factNode(scope: Scope, index: number): Node | undefined {
  const inner = scope.factNodes[index];
  if (!inner) return undefined;
  return {
    taint: inner.taint,
    reach: inner.reach + 1,
    unit: inner.unit,
    codes: inner.codes,
    truth: inner.truth && ((environment) => environment.facts[index]?.truth ?? 1),
    span: inner.span && ((environment) => environment.facts[index]?.span ?? { lo: -Infinity, hi: Infinity, absent: 1 }),
    choice: inner.choice && ((environment) => environment.facts[index]?.choice ?? { values: null, absent: 1 }),
    collect: (environment, sink) => {
      if (sink.fact(index)) inner.collect(environment, sink);
    },
  };
}

/** `all` (decided by one false) and `any` (decided by one true). */
function compileTerms(
  compiler: Compiler,
  terms: readonly Expression[],
  place: string,
  deciding: 0 | 2,
): Node | undefined {
  const compiled = terms.map((term, index) => compiler.truth(term, `${place}[${index}]`));
  const parts = compiled.filter((part) => part !== undefined);
  if (parts.length < compiled.length) return undefined;
  const truth = (environment: Environment): Kleene => {
    let value: Kleene = deciding === 0 ? 2 : 0;
    for (const part of parts) {
      const one = part.truth(environment);
      if (one === deciding) return deciding;
      if (one === 1) value = 1;
    }
    return value;
  };
  return {
    ...inherit(parts),
    truth,
    collect: (environment, sink) => {
      const value = truth(environment);
      for (const part of parts) if (part.truth(environment) === value) part.collect(environment, sink);
    },
  };
}

function compileEqual(
  compiler: Compiler,
  left: Expression,
  literals: readonly Literal[],
  place: string,
): Node | undefined {
  const { faults } = compiler;
  const node = compiler.any(left, `${place}[0]`);
  if (!node) return undefined;
  const refuse = (literal: Literal, expected: string): undefined => {
    faults.add(place, `${JSON.stringify(literal)} does not fit: ${expected} is expected`);
    return undefined;
  };
  const base = { ...inherit([node]), collect: node.collect };
  const { choice, span, truth, codes } = node;
  if (choice && !(span && literals.every((literal) => typeof literal === 'number'))) {
    const isYesNo = truth !== undefined;
    const wanted: string[] = [];
    for (const literal of literals) {
      const text = isYesNo && typeof literal === 'boolean' ? (literal ? 'yes' : 'no') : literal;
      if (typeof text !== 'string') return refuse(literal, 'a code or a text');
      if (codes && !codes.includes(text)) return refuse(literal, `one of ${codes.join(', ')}`);
      wanted.push(text);
    }
    return { ...base, truth: (environment) => isAmong(choice(environment), wanted) };
  }
  if (span) {
    const numbers: number[] = [];
    for (const literal of literals) {
      const number = node.unit === 'date' ? (typeof literal === 'string' ? dayNumber(literal) : undefined) : literal;
      if (typeof number !== 'number') return refuse(literal, node.unit === 'date' ? 'a day YYYY-MM-DD' : 'a number');
      numbers.push(number);
    }
    return { ...base, truth: (environment) => isOneOf(span(environment), numbers) };
  }
  if (!truth) return undefined;
  const wrong = literals.find((literal) => typeof literal !== 'boolean');
  if (wrong !== undefined) return refuse(wrong, 'true or false');
  const both = literals.includes(true) && literals.includes(false);
  const negated = literals.includes(false);
  return {
    ...base,
    truth: (environment) => (both ? 2 : negated ? ((2 - truth(environment)) as Kleene) : truth(environment)),
  };
}

function compileIf(
  compiler: Compiler,
  parts: readonly [Expression, Expression, Expression],
  place: string,
): Node | undefined {
  const test = compiler.truth(parts[0], `${place}[0]`);
  const yes = compiler.any(parts[1], `${place}[1]`);
  const no = compiler.any(parts[2], `${place}[2]`);
  if (!test || !yes || !no) return undefined;
  const truth =
    yes.truth && no.truth ? pick(test.truth, yes.truth, no.truth, (a, b): Kleene => (a === b ? a : 1)) : undefined;
  const span = yes.span && no.span && yes.unit === no.unit ? pick(test.truth, yes.span, no.span, joinSpans) : undefined;
  const choice = yes.choice && no.choice ? pick(test.truth, yes.choice, no.choice, joinChoices) : undefined;
  if (!truth && !span && !choice) {
    compiler.faults.add(place, 'the two branches are of different types');
    return undefined;
  }
  return {
    ...inherit([test, yes, no]),
    truth,
    span,
    unit: span && yes.unit,
    choice,
    codes: choice && (yes.codes && no.codes ? [...new Set([...yes.codes, ...no.codes])] : null),
    collect: (environment: Environment, sink: Sink) => {
      const value = test.truth(environment);
      test.collect(environment, sink);
      if (value !== 0) yes.collect(environment, sink);
      if (value !== 2) no.collect(environment, sink);
    },
  };
}

function pick<T>(
  test: (environment: Environment) => Kleene,
  yes: (environment: Environment) => T,
  no: (environment: Environment) => T,
  join: (a: T, b: T) => T,
): (environment: Environment) => T {
  return (environment) => {
    const value = test(environment);
    if (value === 2) return yes(environment);
    return value === 0 ? no(environment) : join(yes(environment), no(environment));
  };
}

function scopeQuestion(compiler: Compiler, index: number): Question {
  return compiler.scope.questions[index] as Question;
}

function questionOf(
  compiler: Compiler,
  name: string,
  kinds: readonly Question['kind'][] | undefined,
  place: string,
): number | undefined {
  const index = compiler.scope.questionIndex.get(name);
  if (index === undefined) {
    compiler.faults.add(place, `no question is called ${name}`);
    return undefined;
  }
  const { kind } = scopeQuestion(compiler, index);
  if (kinds && !kinds.includes(kind)) {
    compiler.faults.add(place, `question ${name} is of kind ${kind}, not ${kinds.join(' or ')}`);
    return undefined;
  }
  return index;
}

function compileCells(
  compiler: Compiler,
  cells: { question: string; levels: string[]; rows?: string[] | undefined },
  place: string,
  every: boolean,
): Node | undefined {
  const index = questionOf(compiler, cells.question, ['matrix'], place);
  if (index === undefined) return undefined;
  const question = scopeQuestion(compiler, index);
  const rows = (question.rows ?? []).map(({ code }) => code);
  const levels = (question.levels ?? []).map(({ code }) => code);
  let ok = true;
  const check = (wanted: readonly string[], known: readonly string[], what: string): void => {
    for (const code of wanted) {
      if (known.includes(code)) continue;
      ok = false;
      const hint =
        code === unknownLevel ? '; an unknown cell keeps the condition open, use isUnknown to react to it' : '';
      compiler.faults.add(place, `question ${cells.question} has no ${what} ${code}${hint}`);
    }
  };
  check(cells.rows ?? [], rows, 'row');
  check(cells.levels, levels, 'level');
  return ok ? cellsNode(compiler.scope, index, cells.rows ?? rows, cells.levels, every) : undefined;
}

function compileConcluded(
  compiler: Compiler,
  [name, degrees]: readonly [string, readonly string[]],
  place: string,
): Node | undefined {
  const { scope, faults } = compiler;
  const index = scope.scaleIndex.get(name);
  const scale = index === undefined ? undefined : scope.scales[index];
  if (index === undefined || !scale) {
    faults.add(place, `no scale is called ${name}`);
    return undefined;
  }
  const wanted = new Set<number>();
  for (const degree of degrees) {
    const position = scale.degrees.findIndex(({ code }) => code === degree);
    if (position < 0) {
      faults.add(place, `scale ${name} has no degree ${degree}`);
      return undefined;
    }
    wanted.add(position);
  }
  const rules = scope.scaleRules[index] ?? [];
  return {
    taint: rules.some(({ node }) => node.taint),
    reach: 1 + Math.max(0, ...rules.map(({ node }) => node.reach)),
    truth: (environment) => {
      const standing = environment.standings[index];
      if (!standing) return 1;
      const inside = standing.open.filter((degree) => wanted.has(degree)).length;
      if (standing.lower < 0) return inside === 0 ? 0 : 1;
      const lowerInside = wanted.has(standing.lower);
      if (lowerInside && inside === standing.open.length) return 2;
      return lowerInside || inside > 0 ? 1 : 0;
    },
    collect: (environment, sink) => {
      if (!sink.scale(index)) return;
      const lower = environment.standings[index]?.lower ?? -1;
      for (const { node, degree } of rules) {
        if (degree > lower && node.truth?.(environment) === 1) node.collect(environment, sink);
      }
    },
  };
}
