/** What a spreadsheet may take for a formula at the start of a cell; tab and return are skipped by some readers. */
const dangerous = /^'*[=+\-@\t\r]/;

/**
 * A text as it is written into a table: an apostrophe goes in front of what a spreadsheet would run
 * as a formula. `unescapeCell` gives the text back exactly.
 */
export function escapeCell(text: string): string {
  return dangerous.test(text) ? `'${text}` : text;
}

/** Takes away the apostrophe `escapeCell` put in front. */
export function unescapeCell(text: string): string {
  return text.startsWith("'") && dangerous.test(text) ? text.slice(1) : text;
}
