import type { DateSchedule } from './dates.ts';
import type { Fact, Question, Scale, Score } from './pack.ts';
import type { QuestionState } from './state.ts';
import type { Choice, Kleene, Span } from './values.ts';

/** Value of a fact; it has the forms its expression has. */
export interface FactValue {
  truth?: Kleene | undefined;
  span?: Span | undefined;
  choice?: Choice | undefined;
}

/** Where a scale stands. Degrees are positions in the list of degrees, lowest first. */
export interface Standing {
  /** Highest degree with a rule that holds; −1 where none holds. */
  lower: number;
  /** Higher degrees some rule could still lead to, lowest first. */
  open: readonly number[];
}

/** State of one evaluation. Everything is by position in the pack; nodes are filled in dependency order. */
export interface Environment {
  /** Day of evaluation as days since 1970-01-01; NaN where the day is not a day. */
  today: number;
  states: QuestionState[];
  visible: Kleene[];
  facts: FactValue[];
  /** Rounded, as they are shown. */
  scores: Span[];
  standings: Standing[];
}

/** Receives what an outcome rests on. Each call says whether the thing was new, so that shared facts are walked once. */
export interface Sink {
  question(index: number, rows?: readonly string[]): boolean;
  fact(index: number): boolean;
  /** True where the rules behind the scale are wanted too. */
  scale(index: number): boolean;
  /** True where what the score rests on is wanted too. */
  score(index: number): boolean;
  date(index: number): boolean;
}

/**
 * A compiled expression. It has each form it can be used in: `truth` as a condition, `span` as a number or a date,
 * `choice` as a code or a text.
 */
export interface Node {
  /** Rests on `answered`, `known`, `isUnknown` or `isNa`: more answers can turn it. */
  taint: boolean;
  /** Longest chain of operators, facts and visibility conditions below. */
  reach: number;
  truth?: ((environment: Environment) => Kleene) | undefined;
  span?: ((environment: Environment) => Span) | undefined;
  unit?: 'number' | 'date' | undefined;
  choice?: ((environment: Environment) => Choice) | undefined;
  /** Codes the choice may have; null for free text. */
  codes?: readonly string[] | null | undefined;
  /** Tells the sink only what the present value rests on: of an `any` that holds, the parts that hold. */
  collect: (environment: Environment, sink: Sink) => void;
}

/** An expression that has the form of a number or a date. */
export type SpanNode = Node & Required<Pick<Node, 'span' | 'unit'>>;

/** A rule that leads to a degree of a scale. */
export interface ScaleRule {
  name: string;
  degree: number;
  node: Node;
}

/** What names in expressions resolve to. Arrays run parallel to the lists of the pack. */
export interface Scope {
  questions: readonly Question[];
  questionIndex: ReadonlyMap<string, number>;
  /** Questions whose options have points, by tag. */
  pointed: ReadonlyMap<string, readonly number[]>;
  facts: readonly Fact[];
  factIndex: ReadonlyMap<string, number>;
  scores: readonly Score[];
  scoreIndex: ReadonlyMap<string, number>;
  scales: readonly Scale[];
  scaleIndex: ReadonlyMap<string, number>;
  dates: readonly DateSchedule[];
  dateIndex: ReadonlyMap<string, number>;
  visibleNodes: (Node | undefined)[];
  factNodes: Node[];
  scoreNodes: (SpanNode | undefined)[];
  scaleRules: ScaleRule[][];
}
