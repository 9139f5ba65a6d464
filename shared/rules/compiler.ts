import type { Expression } from './expression.ts';
import type { FaultSink } from './faults.ts';
import type { Environment, Node, Scope, SpanNode } from './node.ts';
import { point, type Span } from './values.ts';

/** Compiles the parts of one operator. */
export interface Compiler {
  scope: Scope;
  faults: FaultSink;
  /** How many questions `points` operators have taken so far: one operator may take many. */
  taken: number;
  /** Any form. Undefined where the part is faulty; the fault is reported already. */
  any(expression: Expression, place: string): Node | undefined;
  /** A number or a date. */
  span(expression: Expression, place: string): SpanNode | undefined;
  /** A condition. */
  truth(expression: Expression, place: string): (Node & Required<Pick<Node, 'truth'>>) | undefined;
}

/** A node that does not depend on any answer. */
export function constant(forms: Omit<Node, 'taint' | 'reach' | 'collect'>): Node {
  return { taint: false, reach: 1, collect: () => undefined, ...forms };
}

/** Taint and reach of an operator over its parts. */
export function inherit(parts: readonly Node[]): Pick<Node, 'taint' | 'reach'> {
  return { taint: parts.some((part) => part.taint), reach: 1 + Math.max(0, ...parts.map((part) => part.reach)) };
}

/** The day of evaluation. */
export function todaySpan(environment: Environment): Span {
  return Number.isNaN(environment.today) ? { lo: -Infinity, hi: Infinity, absent: 0 } : point(environment.today);
}
