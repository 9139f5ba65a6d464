/** Reads `23.11.2026`, `23/11/26` or `2026-11-23`; gives YYYY-MM-DD, '' for an empty text, null for what is no day. */
export function parseDay(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed === '') return '';
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(trimmed);
  const local = /^(\d{1,2})[./\s](\d{1,2})[./\s](\d{4}|\d{2})$/.exec(trimmed);
  const [year, month, dayOfMonth] = iso
    ? [iso[1], iso[2], iso[3]]
    : local
      ? [local[3]?.length === 2 ? `20${local[3]}` : local[3], local[2], local[1]]
      : [];
  if (!year || !month || !dayOfMonth) return null;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(dayOfMonth)));
  const result = `${year}-${month.padStart(2, '0')}-${dayOfMonth.padStart(2, '0')}`;
  return date.toISOString().startsWith(result) ? result : null;
}
