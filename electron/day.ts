/** The calendar day at this computer, YYYY-MM-DD. Deadlines and dates on documents follow the local day, not the one in UTC. */
export function localDay(instant: Date): string {
  const part = (value: number, length: number): string => String(value).padStart(length, '0');
  return `${part(instant.getFullYear(), 4)}-${part(instant.getMonth() + 1, 2)}-${part(instant.getDate(), 2)}`;
}
