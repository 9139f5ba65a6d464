import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { MessageKey, MessageValues, Translate } from '../../shared/i18n/translate.ts';
import type { AppError } from '../../shared/lib/errors.ts';
import type { z } from '../../shared/lib/schema.ts';

/** What a command needs of the world; tests give their own. */
export interface Io {
  /** Writes a line of the result. */
  print(line: string): void;
  /** Writes a line of a message, to standard error. */
  complain(line: string): void;
  env: NodeJS.ProcessEnv;
  now(): Date;
  randomBytes(count: number): Uint8Array;
  t: Translate;
  /** Where a stand-in for the national client listens, in tests. */
  nationalClientPort?: number;
}

/** A failure the user can act on, with its text from the catalogue. */
export class CliError extends Error {
  readonly key: MessageKey;
  readonly values: MessageValues;
  constructor(key: MessageKey, values: MessageValues = {}) {
    super(key);
    this.key = key;
    this.values = values;
  }
}

/** Gives the content of a file the user named. */
export function readInput(file: string): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(readFileSync(file));
  } catch {
    throw new CliError('cli.cannotRead', { file });
  }
}

/** Reads a JSON file and checks its shape. */
export function readJson<S extends z.ZodType>(file: string, schema: S): z.output<S> {
  let data: unknown;
  try {
    data = JSON.parse(Buffer.from(readInput(file)).toString('utf8'));
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError('cli.notJson', { file, problem: error instanceof Error ? error.message : '' });
  }
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new CliError('cli.notJson', { file, problem: `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim() });
}

/** Writes a result. A file that exists is replaced only where the user said so. */
export function writeOutput(file: string, bytes: Uint8Array, force: boolean): void {
  if (!force && existsSync(file)) throw new CliError('cli.exists', { file });
  try {
    writeFileSync(file, bytes);
  } catch {
    throw new CliError('cli.cannotWrite', { file });
  }
}

/** The password in an environment variable; never taken from the command line, where other users can see it. */
export function passphrase(io: Io, name: string): string {
  const value = io.env[name];
  if (value === undefined) throw new CliError('cli.noPassphrase', { name });
  return value;
}

/** The text of an error for the user, by its reason, then by its code, then as it is written for the log. */
export function errorText(t: Translate, error: AppError): string {
  const values = Object.fromEntries(Object.entries(error.details).map(([name, value]) => [name, String(value ?? '')]));
  const found = error.reason === undefined ? null : t.find(`errors.${error.reason}`, values);
  return found ?? t.find(`errors.${error.code}`, values) ?? error.message;
}

/** Lays rows out in columns, two spaces apart; the last column is left as it is. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, [...cell].length)));
  return rows.map((row) =>
    row
      .map((cell, index) =>
        index === row.length - 1 ? cell : cell + ' '.repeat((widths[index] ?? 0) - [...cell].length),
      )
      .join('  ')
      .trimEnd(),
  );
}
