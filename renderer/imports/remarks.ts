import type { PlanRow, RowProblem } from '../../shared/imports/contract.ts';

/** Remarks that only tell what was done; there is nothing to repair. */
const notes = new Set([
  'old-risk-not-degree',
  'supplier-is-acquisition',
  'date-day-first',
  'formula-like',
  'cloud-without-country',
  'same-name-other-site',
  'repeated-heading',
  'looks-like-row',
  'looks-like-system',
]);

/** Whether a remark asks for nothing. */
export function isNote(problem: RowProblem): boolean {
  return notes.has(problem.code);
}

/** How much a row needs the user: rejected, to be decided, one click away, to look at, only notes. */
export function urgency(row: PlanRow): number {
  if (row.outcome === 'reject') return 0;
  if (row.outcome === 'ask') return 1;
  if (row.problems.some((problem) => problem.suggestion !== null)) return 2;
  return row.problems.some((problem) => !isNote(problem)) ? 3 : 4;
}
