import { createHash } from 'node:crypto';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../electron/db/migrate.ts';
import { migrations, type Migration } from '../electron/db/migrations.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const version = (db: Database.Database): number => db.pragma('user_version', { simple: true }) as number;

/**
 * SHA-256 of the SQL of every migration. A released one is never edited, since files out there were made by it: write a
 * new migration. Until 0.1.0 is released version 1 may still change; then put the new hash here.
 */
const pinned: Record<number, string> = {
  1: '065a8eb06dace4af7c451fb5551cd0d45e21b26050f213cebb8514e9afc26740',
  2: '6a744cf0121f3f1e828e528fe70c1eb8e69bbfb2fb6cc2cf04f6b005f0976a06',
  3: '91977e84d1497180a54c0dce532b3199f289e9519a0188036dfdaf111f98406a',
  4: '6de910e7bc5f9a5270f118481e341e22a2e424cb7980ed181f3760dbe5b76b27',
  5: '8f49ae66b4a476211d23329fce22bb297fe0dc0573ec0c7e5a2ada21ec77899d',
  6: '818669c2e5eb1188abc598f13cd22e493de0100e21b0e5c5622d1cd4a0a19c73',
  7: 'ff0f67b11d31dce77a41a908c30d12b6affb8dabaf9b471a44c1142117b5d5c1',
  8: '3731df06972ce8ac5540a5a71a823b7867116a9f3dc280d51d4926815a135a9d',
  9: '0d21df8e53b2d9b71af6eba22c4ac833fa3b3c5048760423206da7dd3c60644f',
  10: '0521325ee156339fcd2e0936f21b32a5f5c6f98c19b40baea94fa182f35efaab',
};

describe('the migrations of the product', () => {
  it('are the pinned ones', () => {
    const hashes = Object.fromEntries(migrations.map(({ version: number, up }) => [number, sha256(up)]));
    expect(hashes, 'the SQL of a migration changed: see the comment above `pinned`').toEqual(pinned);
  });

  it('count up from 1 without gaps', () => {
    expect(migrations.map(({ version: number }) => number)).toEqual(migrations.map((_, index) => index + 1));
    expect(migrations.every(({ name }) => name.trim() !== '')).toBe(true);
  });

  it('bring a fresh file to the newest version with strict tables only, and keep no copy', () => {
    const db = new Database(':memory:');
    migrate(db, migrations, () => {
      throw new Error('a fresh file has nothing to keep');
    });
    expect(version(db)).toBe(migrations.at(-1)?.version);
    const tables = db
      .prepare(
        "select name, strict from pragma_table_list where schema = 'main' and type = 'table' and name not like 'sqlite_%'",
      )
      .all() as {
      name: string;
      strict: number;
    }[];
    expect(tables.length).toBeGreaterThan(10);
    expect(tables.filter(({ strict }) => strict === 0)).toEqual([]);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.pragma('foreign_key_check')).toEqual([]);
    db.close();
  });

  it('do nothing on a file that is up to date', () => {
    const db = new Database(':memory:');
    migrate(db, migrations, () => undefined);
    const schema = db.prepare('select sql from sqlite_schema order by name').all();
    migrate(db, migrations, () => {
      throw new Error('nothing to do');
    });
    expect(db.prepare('select sql from sqlite_schema order by name').all()).toEqual(schema);
    db.close();
  });
});

describe('an older file', () => {
  const first: Migration = {
    version: 1,
    name: 'one',
    up: "create table notes (text text) strict; insert into notes values ('kept');",
  };
  const second: Migration = { version: 2, name: 'two', up: 'alter table notes add column day text;' };
  const broken: Migration = {
    version: 3,
    name: 'three',
    up: "insert into notes values ('half', null); create table notes (text text) strict;",
  };
  const fourth: Migration = { version: 4, name: 'four', up: 'drop table notes;' };
  let folder: string;
  let db: Database.Database;
  let copies: number[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tizilim-migrations-'));
    db = new Database(join(folder, 'file'));
    copies = [];
    migrate(db, [first], () => undefined);
  });
  afterEach(() => {
    db.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const keep = (from: number): void => {
    copies.push(from);
    db.prepare('vacuum into ?').run(join(folder, `copy-${from}`));
  };

  it('is copied as it was before the first step', () => {
    migrate(db, [first, second], keep);
    expect(version(db)).toBe(2);
    expect(copies).toEqual([1]);
    const copy = new Database(join(folder, 'copy-1'), { readonly: true });
    expect(version(copy)).toBe(1);
    expect(copy.prepare('select * from notes').all()).toEqual([{ text: 'kept' }]);
    copy.close();
    expect(db.prepare('select * from notes').all()).toEqual([{ text: 'kept', day: null }]);
  });

  it('is not touched where the copy fails', () => {
    const full = new Error('disk full');
    expect(() =>
      migrate(db, [first, second], () => {
        throw full;
      }),
    ).toThrow(full);
    expect(version(db)).toBe(1);
    expect(db.prepare('select * from notes').all()).toEqual([{ text: 'kept' }]);
  });

  it('stays as it was before the step that fails, and no later step runs', () => {
    migrate(db, [first, second], keep);
    db.pragma('wal_checkpoint(truncate)');
    const before = readFileSync(join(folder, 'file'));
    expect(() => migrate(db, [first, second, broken, fourth], keep)).toThrow(/already exists/);
    expect(version(db)).toBe(2);
    expect(db.prepare('select * from notes').all()).toEqual([{ text: 'kept', day: null }]);
    db.close();
    expect(readFileSync(join(folder, 'file')).equals(before)).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(['copy-1', 'copy-2', 'file']);
  });

  it('of a later release is refused before anything is done', () => {
    db.pragma('user_version = 9');
    expect(() => migrate(db, [first, second], keep)).toThrow(
      expect.objectContaining({ code: 'conflict', reason: 'newer-file', details: { version: 9, known: 2 } }),
    );
    expect(copies).toEqual([]);
    expect(version(db)).toBe(9);
  });
});

describe('dossiers of before documents of the organisation', () => {
  it('stay with their revisions, and the references hold afterwards', () => {
    const db = new Database(':memory:');
    db.pragma('foreign_keys = ON');
    migrate(db, migrations.slice(0, 9), () => undefined);
    const columns = (table: string): string[] =>
      (db.prepare(`select name from pragma_table_info('${table}')`).all() as { name: string }[]).map(
        ({ name }) => name,
      );
    /** Inserts a row, whatever is not given as the emptiest value of its column. */
    const insert = (table: string, given: Record<string, unknown>): void => {
      const known = db
        .prepare(`select name, type, "notnull" as needed, dflt_value as usual from pragma_table_info('${table}')`)
        .all() as { name: string; type: string; needed: number; usual: string | null }[];
      const row = Object.fromEntries(
        known
          .filter(({ name, needed, usual }) => name in given || (needed === 1 && usual === null))
          .map(({ name, type }) => [name, name in given ? given[name] : type === 'INTEGER' ? 0 : '']),
      );
      const names = Object.keys(row);
      db.prepare(`insert into ${table} (${names.join()}) values (${names.map((name) => `:${name}`).join()})`).run(row);
    };
    insert('systems', {
      id: 's',
      code: 'AI-001',
      record_status: 'draft',
      degree_status: 'none',
      prohibited: 'no',
      fields: '{}',
      name_fold: '[]',
    });
    insert('versions', { id: 'v', system: 's', label: '1' });
    for (const [id, since] of [
      ['one', null],
      ['two', 'one'],
    ])
      insert('dossiers', { id, system_id: 's', version_id: 'v', template: 'system-passport', locale: 'kk', since });
    insert('dossier_revisions', { dossier_id: 'one', revision: 1, sha256: 'x', bytes: Buffer.from('pdf') });
    expect(() => db.prepare("delete from dossiers where id = 'one'").run()).toThrow('FOREIGN KEY');

    migrate(db, migrations, () => undefined);
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
    expect(
      db.prepare('select id, system_id, template, packs, title, since from dossiers order by rowid').all(),
    ).toEqual([
      { id: 'one', system_id: 's', template: 'system-passport', packs: '[]', title: null, since: null },
      { id: 'two', system_id: 's', template: 'system-passport', packs: '[]', title: null, since: 'one' },
    ]);
    expect(db.prepare('select dossier_id from dossier_revisions').all()).toEqual([{ dossier_id: 'one' }]);
    expect(db.pragma('foreign_key_check')).toEqual([]);
    expect(() => db.prepare("delete from dossiers where id = 'one'").run()).toThrow('FOREIGN KEY');
    expect(columns('dossiers')).toContain('template_hash');
    db.close();
  });
});
