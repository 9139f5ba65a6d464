/** Writes a time as PDF does, in UTC (ISO 32000-2 section 7.9.4). */
export function writePdfDate(at: Date): string {
  return `D:${at.toISOString().slice(0, 19).replace(/[-T:]/g, '')}+00'00'`;
}

/** Reads a date of a PDF; undefined when it is none. */
export function readPdfDate(text: string | undefined): Date | undefined {
  const parts = /^D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:([Z+-])(?:(\d\d)'?(?:(\d\d)'?)?)?)?$/.exec(text ?? '');
  if (!parts) return undefined;
  const [
    ,
    year,
    month = '01',
    day = '01',
    hour = '00',
    minute = '00',
    second = '00',
    sign,
    offHour = '00',
    offMinute = '00',
  ] = parts;
  const local = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  const offset = (Number(offHour) * 60 + Number(offMinute)) * 60_000;
  const time = new Date(sign === '+' ? local - offset : sign === '-' ? local + offset : local);
  return Number.isNaN(time.getTime()) ? undefined : time;
}
