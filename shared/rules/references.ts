import type { Expression } from './expression.ts';

/** Greatest nesting of one expression. */
export const maximumDepth = 64;

/** What an expression refers to, as written. */
export interface References {
  /** Questions, facts and scores. */
  names: string[];
  scales: string[];
  /** Application dates. */
  dates: string[];
  /** Tags of questions whose points are taken. */
  tags: string[];
  /** Number of nested operators; one for a bare value. */
  depth: number;
  /** Whether the day of evaluation matters: `today`, `daysSince`, `inForce`. */
  day: boolean;
  /** Number of operators and values. */
  size: number;
}

type Entry = { expression: unknown; depth: number };

/** A bare string that is a day and not a name. */
export function isDayLiteral(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text);
}

/** Bare string that stands for the day of evaluation. */
export const todayName = 'today';

/**
 * Lists what an expression refers to, without recursion, so that a hostile depth cannot exhaust the stack.
 */
export function referencesOf(expression: Expression): References {
  const names = new Set<string>();
  const scales = new Set<string>();
  const dates = new Set<string>();
  const tags = new Set<string>();
  let depth = 0;
  let size = 0;
  let day = false;
  const queue: Entry[] = [{ expression, depth: 1 }];
  for (let entry = queue.pop(); entry; entry = queue.pop()) {
    depth = Math.max(depth, entry.depth);
    size += 1;
    const part = entry.expression;
    if (typeof part === 'string') {
      if (part === todayName) day = true;
      else if (!isDayLiteral(part)) names.add(part);
      continue;
    }
    if (typeof part !== 'object' || part === null) continue;
    const [operator, operand] = Object.entries(part)[0] ?? [];
    if (operator === 'daysSince' || operator === 'inForce') day = true;
    const children = childrenOf(operator ?? '', operand, { names, scales, dates, tags });
    for (const child of children) queue.push({ expression: child, depth: entry.depth + 1 });
  }
  return { names: [...names], scales: [...scales], dates: [...dates], tags: [...tags], depth, day, size };
}

function childrenOf(
  operator: string,
  operand: unknown,
  { names, scales, dates, tags }: Record<'names' | 'scales' | 'dates' | 'tags', Set<string>>,
): unknown[] {
  switch (operator) {
    case 'contains':
      names.add((operand as [string, string])[0]);
      return [];
    case 'count':
    case 'answered':
    case 'known':
    case 'isUnknown':
    case 'isNa':
      names.add(operand as string);
      return [];
    case 'anyCell':
    case 'allCells':
      names.add((operand as { question: string }).question);
      return [];
    case 'concluded':
      scales.add((operand as [string, string[]])[0]);
      return [];
    case 'inForce':
      dates.add(operand as string);
      return [];
    case 'points':
    case 'pointsPossible':
      tags.add((operand as { tag: string }).tag);
      return [];
    case 'eq':
    case 'in':
      return [(operand as unknown[])[0]];
    default:
      return Array.isArray(operand) ? operand : [operand];
  }
}
