import { inherit, todaySpan, type Compiler } from './compiler.ts';
import type { Expression } from './expression.ts';
import type { Environment, Node, Sink, SpanNode } from './node.ts';
import {
  addSpans,
  divideSpans,
  isGreater,
  maxSpans,
  minSpans,
  multiplySpans,
  roundSpan,
  type Kleene,
  type Span,
} from './values.ts';

const fold = { sum: addSpans, max: maxSpans, min: minSpans, mul: multiplySpans } as const;
type Fold = keyof typeof fold;
const comparisons = ['gt', 'gte', 'lt', 'lte'] as const;

/** Whether the expression is one of the operators this file compiles. */
export function isNumeric(expression: object): boolean {
  const operator = Object.keys(expression)[0] ?? '';
  return [...comparisons, ...Object.keys(fold), 'between', 'daysSince', 'div', 'round'].includes(operator);
}

/** Compiles arithmetic and comparisons. */
export function compileNumeric(compiler: Compiler, expression: object, at: string): Node | undefined {
  const [operator = '', operand] = Object.entries(expression)[0] ?? [];
  const place = `${at}.${operator}`;
  const list = Array.isArray(operand);
  const terms = (list ? operand : [operand]) as Expression[];
  const compiled = terms.map((term, index) => compiler.span(term, list ? `${place}[${index}]` : place));
  const parts = compiled.filter((part) => part !== undefined);
  if (parts.length < compiled.length || !unitsFit(compiler, operator, parts, place)) return undefined;
  const base = {
    ...inherit(parts),
    collect: (environment: Environment, sink: Sink) => parts.forEach((part) => part.collect(environment, sink)),
  };
  const truth = comparison(operator, parts);
  if (truth) return { ...base, truth };
  const unit = operator === 'max' || operator === 'min' ? (parts[0]?.unit ?? 'number') : 'number';
  return { ...base, unit, span: arithmetic(operator, parts) };
}

/** Dates may be compared, and the later or earlier one taken; everything else is for numbers. */
function unitsFit(compiler: Compiler, operator: string, parts: readonly SpanNode[], place: string): boolean {
  const units = new Set(parts.map((part) => part.unit));
  if (units.size > 1) {
    compiler.faults.add(place, 'a date and a number cannot be taken together');
    return false;
  }
  const isDate = units.has('date');
  if (operator === 'daysSince' && !isDate) {
    compiler.faults.add(place, 'a date is expected here');
    return false;
  }
  if (isDate && ['sum', 'mul', 'div', 'round'].includes(operator)) {
    compiler.faults.add(place, 'a number is expected here, not a date');
    return false;
  }
  return true;
}

function comparison(operator: string, parts: readonly SpanNode[]): ((environment: Environment) => Kleene) | undefined {
  const [first, second, third] = parts;
  if (!first || !second) return undefined;
  switch (operator) {
    case 'gt':
    case 'gte':
      return (environment) => isGreater(first.span(environment), second.span(environment), operator === 'gte');
    case 'lt':
    case 'lte':
      return (environment) => isGreater(second.span(environment), first.span(environment), operator === 'lte');
    case 'between':
      if (!third) return undefined;
      return (environment) => {
        const value = first.span(environment);
        const above = isGreater(value, second.span(environment), true);
        const below = isGreater(third.span(environment), value, true);
        return above < below ? above : below;
      };
    default:
      return undefined;
  }
}

function arithmetic(operator: string, parts: readonly SpanNode[]): (environment: Environment) => Span {
  if (Object.hasOwn(fold, operator)) {
    const combine = fold[operator as Fold];
    return (environment) => combine(parts.map((part) => part.span(environment)));
  }
  const [first, second] = parts as [SpanNode, SpanNode];
  if (operator === 'div') return (environment) => divideSpans(first.span(environment), second.span(environment));
  if (operator === 'round') return (environment) => roundSpan(first.span(environment), 0);
  return (environment) => {
    const today = todaySpan(environment);
    const since = first.span(environment);
    return since.absent === 2 ? since : { lo: today.lo - since.hi, hi: today.hi - since.lo, absent: since.absent };
  };
}
