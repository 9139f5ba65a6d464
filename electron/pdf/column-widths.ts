import { columnWidth } from './style.ts';

/** Space between the edges of a cell and its text, in points. */
export const cellPadding = { x: 6, y: 3.6 };

/** Widths in points from relative widths; no column falls under the width its longest word needs, if there is room. */
export function columnWidths(
  relative: readonly number[],
  needed: readonly number[],
  total: number = columnWidth,
): number[] {
  const sum = relative.reduce((a, b) => a + b, 0) || 1;
  const widths = relative.map((width) => (width / sum) * total);
  const floor = needed.map((width) => Math.min(width + 2 * cellPadding.x, total / Math.max(1, relative.length)));
  const lack = widths.reduce((missing, width, index) => missing + Math.max(0, (floor[index] ?? 0) - width), 0);
  if (lack === 0) return widths;
  const spare = widths.map((width, index) => Math.max(0, width - (floor[index] ?? 0)));
  const spareSum = spare.reduce((a, b) => a + b, 0);
  if (spareSum <= 0) return widths;
  const share = Math.min(1, lack / spareSum);
  const given = spareSum * share;
  return widths.map((width, index) => {
    const missing = (floor[index] ?? 0) - width;
    return missing > 0 ? width + (missing / lack) * given : width - (spare[index] ?? 0) * share;
  });
}
