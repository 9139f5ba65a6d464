import type { Database } from 'better-sqlite3';
import { fold } from '../../shared/lib/fold.ts';
import type { DegreeState, SystemFilter, SystemSort } from '../../shared/systems/contract.ts';
import type { FieldValues, MultilingualText, RegisterKind } from '../../shared/systems/field-value.ts';

/** A system as stored, with the columns derived from its fields. */
export interface StoredSystem {
  id: string;
  code: string;
  recordStatus: 'draft' | 'retired';
  fields: FieldValues;
  degree: DegreeState;
  autonomy: string | null;
  completeness: number;
  createdAt: string;
  changedAt: string;
}

/** Columns derived from code, fields and links; see schema.ts. */
export interface DerivedColumns {
  nameSort: string;
  nameFold: string;
  unit: string | null;
  unitSort: string;
  stage: string | null;
  stageOrder: number;
  personalData: number;
  nextReview: string | null;
  completeness: number;
  searchText: string;
}

export interface StoredVersion {
  id: string;
  label: string;
  date: string | null;
  current: boolean;
  supersedes: string | null;
}

export interface StoredDeployment {
  id: string;
  version: string;
  site: string;
  siteName: string;
  fields: FieldValues;
}

interface SystemColumns {
  id: string;
  code: string;
  record_status: 'draft' | 'retired';
  fields: string;
  degree: DegreeState['degree'];
  degree_status: DegreeState['status'];
  prohibited: DegreeState['prohibited'];
  autonomy: string | null;
  completeness: number;
  created_at: string;
  changed_at: string;
}

interface RowColumns extends Omit<SystemColumns, 'fields' | 'created_at'> {
  name: string | null;
  unit: string | null;
  stage: string | null;
  sites: string;
  owner: string | null;
  version: string;
  next_review: string | null;
}

/** Order of the register by each column; ties go by code. */
const orders: Record<SystemSort, string> = {
  code: 'code_sort',
  name: 'name_sort',
  unit: 'unit_sort',
  stage: 'stage_order',
  degree: 'degree_order',
  completeness: 'completeness',
  review: `coalesce(next_review, '9999-12-31')`,
  changed: 'changed_at',
};

/** Words shorter than this are looked for in the text itself, because the index holds parts of three letters. */
const indexedLength = 3;

const where = `
  systems.record_status = :status
  and (:only = '[]' or systems.id in (select value from json_each(:only)))
  and (:match = '' or systems.number in (select rowid from system_trigrams where system_trigrams match :match))
  and (:short = '[]' or systems.number in (
    select system from system_texts where not exists (
      select 1 from json_each(:short) as word where instr(system_texts.text, word.value) = 0)))
  and (:degree = '[]' or degree_key in (select value from json_each(:degree)))
  and (:stage = '[]' or stage in (select value from json_each(:stage)))
  and (:unit = '[]' or unit in (select value from json_each(:unit)))
  and (:personalData = 0 or personal_data = 1)
  and (:reviewBy is null or next_review <= :reviewBy)
  and (:site = '[]' or systems.id in (
    select versions.system from deployments join versions on versions.id = deployments.version
    where deployments.site in (select value from json_each(:site))))`;

const parameters = (filter: SystemFilter) => {
  const words = fold(filter.search)
    .split(/\s+/u)
    .filter((word) => word !== '');
  const long = words.filter((word) => [...word].length >= indexedLength);
  return {
    status: filter.retired ? 'retired' : 'draft',
    only: JSON.stringify(filter.only),
    match: long.map((word) => `"${word.replaceAll('"', '""')}"`).join(' AND '),
    short: JSON.stringify(words.filter((word) => !long.includes(word))),
    degree: JSON.stringify(filter.degree),
    stage: JSON.stringify(filter.stage),
    unit: JSON.stringify(filter.unit),
    site: JSON.stringify(filter.site),
    personalData: filter.personalData ? 1 : 0,
    reviewBy: filter.reviewBy ?? null,
  };
};
type FilterParameters = ReturnType<typeof parameters>;

const system = (row: SystemColumns): StoredSystem => ({
  id: row.id,
  code: row.code,
  recordStatus: row.record_status,
  fields: JSON.parse(row.fields) as FieldValues,
  degree: { degree: row.degree, status: row.degree_status, prohibited: row.prohibited },
  autonomy: row.autonomy,
  completeness: row.completeness,
  createdAt: row.created_at,
  changedAt: row.changed_at,
});

/** All SQL about systems, prepared at once. */
export function createSystemsStore(db: Database) {
  const pageSql = (order: string, direction: 'asc' | 'desc'): string => `
    select systems.id, code, record_status, unit, stage, next_review, completeness, degree, degree_status, prohibited, changed_at,
      coalesce(autonomy, json_extract(fields, '$.autonomyDegree.value')) as autonomy,
      json_extract(fields, '$.name.value') as name,
      (select name from entries where entries.id = json_extract(systems.fields, '$.ownerPerson.value')) as owner,
      (select label from versions where versions.system = systems.id and current = 1) as version,
      (select json_group_array(name) from (
        select distinct entries.name, entries.name_sort from versions
        join deployments on deployments.version = versions.id join entries on entries.id = deployments.site
        where versions.system = systems.id order by entries.name_sort)) as sites
    from systems where systems.id in (select value from json_each(:ids))
    order by ${order} ${direction}, code_sort ${direction}`;
  const idsSql = (order: string, direction: 'asc' | 'desc'): string =>
    `select id from systems where ${where} order by ${order} ${direction}, code_sort ${direction} limit :limit offset :offset`;
  const bySort = <T>(
    prepare: (order: string, direction: 'asc' | 'desc') => T,
  ): Record<SystemSort, { asc: T; desc: T }> =>
    Object.fromEntries(
      Object.entries(orders).map(([sort, order]) => [
        sort,
        { asc: prepare(order, 'asc'), desc: prepare(order, 'desc') },
      ]),
    ) as Record<SystemSort, { asc: T; desc: T }>;
  const ids = bySort((order, direction) =>
    db.prepare<FilterParameters & { limit: number; offset: number }, { id: string }>(idsSql(order, direction)),
  );
  const pages = bySort((order, direction) => db.prepare<{ ids: string }, RowColumns>(pageSql(order, direction)));
  const total = db.prepare<FilterParameters, { total: number }>(`select count(*) as total from systems where ${where}`);
  const everyId = db.prepare<FilterParameters, { id: string }>(
    `select id from systems where ${where} order by code_sort`,
  );

  const facet = (column: string): string =>
    `select ${column} as value, count(*) as count from systems where record_status = 'draft' and ${column} is not null group by ${column}`;
  type FacetRow = { value: string; count: number };
  const degreeFacet = db.prepare<[], FacetRow>(facet('degree_key'));
  const stageFacet = db.prepare<[], FacetRow>(`${facet('stage')} order by stage_order`);
  const unitFacet = db.prepare<[], FacetRow>(`${facet('unit')} order by unit_sort`);
  const siteFacet = db.prepare<[], FacetRow & { label: string }>(`
    select entries.id as value, entries.name as label, count(distinct versions.system) as count
    from entries join deployments on deployments.site = entries.id join versions on versions.id = deployments.version
      join systems on systems.id = versions.system
    where systems.record_status = 'draft' group by entries.id order by entries.name_sort`);
  const views = db.prepare<
    { today: string },
    { all: number; notClassified: number; toReview: number; personalData: number; retired: number }
  >(`
    select count(*) filter (where record_status = 'draft') as "all",
      count(*) filter (where record_status = 'draft' and degree_key = 'none') as notClassified,
      count(*) filter (where record_status = 'draft' and next_review <= :today) as toReview,
      count(*) filter (where record_status = 'draft' and personal_data = 1) as personalData,
      count(*) filter (where record_status = 'retired') as retired
    from systems`);

  const byId = db.prepare<{ id: string }, SystemColumns>('select * from systems where id = :id');
  const byCode = db.prepare<{ code: string }, { id: string }>(
    'select id from systems where code = :code collate nocase',
  );
  const highest = db.prepare<[], { highest: number | null }>('select max(code_number) as highest from systems');
  const insert = db.prepare(`
    insert into systems (id, code, code_sort, code_number, record_status, name_sort, name_fold, unit, unit_sort, stage, stage_order,
      personal_data, next_review, completeness, degree, degree_status, prohibited, autonomy, created_at, changed_at, fields)
    values (:id, :code, :codeSort, :codeNumber, 'draft', '', '[]', null, '', null, 0, 0, null, 0, null, 'none', 'unknown', null, :at, :at, :fields)`);
  const setFields = db.prepare('update systems set fields = :fields, changed_at = :at where id = :id');
  const setDerived = db.prepare(`
    update systems set name_sort = :nameSort, name_fold = :nameFold, unit = :unit, unit_sort = :unitSort, stage = :stage,
      stage_order = :stageOrder, personal_data = :personalData, next_review = :nextReview, completeness = :completeness
    where id = :id`);
  const setText = db.prepare(`
    insert into system_texts (system, text) select number, :text from systems where id = :id
    on conflict (system) do update set text = excluded.text`);
  const setStatus = db.prepare('update systems set record_status = :status, changed_at = :at where id = :id');
  const setDegree = db.prepare(
    'update systems set degree = :degree, degree_status = :status, prohibited = :prohibited, autonomy = :autonomy where id = :id',
  );
  const touch = db.prepare('update systems set changed_at = :at where id = :id');

  const dropLinks = db.prepare('delete from system_links where system = :system');
  const addLink = db.prepare('insert into system_links (system, field, entry) values (:system, :field, :entry)');
  const linkNames = db.prepare<{ system: string }, { field: string; name: string }>(
    'select field, name from system_links join entries on entries.id = entry where system = :system order by field, name_sort',
  );
  const linked = db.prepare<{ entry: string }, { system: string }>(`
    select system from system_links where entry = :entry
    union select versions.system from deployments join versions on versions.id = deployments.version where deployments.site = :entry`);
  const entryKind = db.prepare<{ id: string }, { kind: RegisterKind }>('select kind from entries where id = :id');
  const entryNames = db.prepare<[], { id: string; name: string }>('select id, name from entries');
  const registered = db.prepare<[], SystemColumns & { owner: string | null }>(`
    select systems.*, (select name from entries where entries.id = json_extract(systems.fields, '$.ownerPerson.value')) as owner
    from systems where record_status = 'draft' order by code_sort`);
  const named = db.prepare<[], { id: string; code: string; nameFold: string; sites: string }>(`
    select id, code, name_fold as nameFold,
      (select json_group_array(distinct deployments.site) from versions join deployments on deployments.version = versions.id
       where versions.system = systems.id) as sites
    from systems where record_status = 'draft' order by code_sort`);

  const versions = db.prepare<
    { system: string },
    { id: string; label: string; date: string | null; current: number; supersedes: string | null }
  >('select id, label, date, current, supersedes from versions where system = :system order by position desc');
  const currentVersion = db.prepare<{ system: string }, { id: string }>(
    'select id from versions where system = :system and current = 1',
  );
  const retireVersion = db.prepare('update versions set current = 0 where system = :system');
  const insertVersion = db.prepare(`
    insert into versions (id, system, label, date, current, supersedes, position)
    values (:id, :system, :label, :date, 1, :supersedes, (select coalesce(max(position), 0) + 1 from versions where system = :system))`);
  const makeCurrent = db.prepare('update versions set current = 1 where id = :id and system = :system');
  const updateVersion = db.prepare(
    'update versions set label = :label, date = :date where id = :id and system = :system',
  );
  const deployments = db.prepare<
    { system: string },
    { id: string; version: string; site: string; siteName: string; fields: string }
  >(`
    select deployments.id, deployments.version, deployments.site, entries.name as siteName, deployments.fields
    from versions join deployments on deployments.version = versions.id join entries on entries.id = deployments.site
    where versions.system = :system order by deployments.position`);
  const insertDeployment = db.prepare(`
    insert into deployments (id, version, site, fields, position)
    values (:id, :version, :site, :fields, (select coalesce(max(position), 0) + 1 from deployments where version = :version))`);
  const deleteDeployment = db.prepare('delete from deployments where id = :id');

  return {
    /** A page of rows with the number over all pages. The ids are found first, so that long values are read for one page only. */
    page(filter: SystemFilter, sort: SystemSort, descending: boolean, offset: number, limit: number) {
      const given = parameters(filter);
      const direction = descending ? 'desc' : 'asc';
      const found = ids[sort][direction].all({ ...given, limit, offset });
      const rows = pages[sort][direction].all({ ids: JSON.stringify(found.map(({ id }) => id)) }).map((row) => ({
        id: row.id,
        code: row.code,
        name: row.name === null ? null : (JSON.parse(row.name) as MultilingualText),
        unit: row.unit,
        stage: row.stage,
        sites: JSON.parse(row.sites) as string[],
        owner: row.owner,
        version: row.version,
        autonomy: row.autonomy,
        degree: { degree: row.degree, status: row.degree_status, prohibited: row.prohibited },
        completeness: row.completeness,
        nextReview: row.next_review,
        recordStatus: row.record_status,
        changedAt: row.changed_at,
      }));
      // A page that is not full ends the list; counting would filter all systems a second time.
      const ends = found.length < limit && (found.length > 0 || offset === 0);
      return { total: ends ? offset + found.length : (total.get(given)?.total ?? 0), rows };
    },
    /** Identifiers of all systems a filter lets through, by code. */
    matching: (filter: SystemFilter): string[] => everyId.all(parameters(filter)).map(({ id }) => id),
    facets: (today: string) => ({
      degree: degreeFacet.all(),
      stage: stageFacet.all(),
      site: siteFacet.all(),
      unit: unitFacet.all(),
      views: views.get({ today }) ?? { all: 0, notClassified: 0, toReview: 0, personalData: 0, retired: 0 },
    }),
    /** The working register by code, with the name of the owner of each system. */
    registered: (): (StoredSystem & { owner: string | null })[] =>
      registered.all().map((row) => ({ ...system(row), owner: row.owner })),
    find(id: string): StoredSystem | undefined {
      const row = byId.get({ id });
      return row && system(row);
    },
    idOfCode: (code: string): string | undefined => byCode.get({ code })?.id,
    highestNumber: (): number => highest.get()?.highest ?? 0,
    insert: (facts: {
      id: string;
      code: string;
      codeSort: string;
      codeNumber: number | null;
      at: string;
      fields: FieldValues;
    }) => insert.run({ ...facts, fields: JSON.stringify(facts.fields) }),
    setFields: (id: string, fields: FieldValues, at: string) =>
      setFields.run({ id, at, fields: JSON.stringify(fields) }),
    setDerived(id: string, { searchText, ...columns }: DerivedColumns): void {
      setDerived.run({ id, ...columns });
      setText.run({ id, text: searchText });
    },
    setStatus: (id: string, status: 'draft' | 'retired', at: string) => setStatus.run({ id, status, at }),
    setDegree: (id: string, state: DegreeState & { autonomy: string | null }) =>
      setDegree.run({
        id,
        degree: state.degree,
        status: state.status,
        prohibited: state.prohibited,
        autonomy: state.autonomy,
      }),
    touch: (id: string, at: string) => touch.run({ id, at }),
    /** Replaces the references of a system by field. */
    setLinks(id: string, links: readonly { field: string; entry: string }[]): void {
      dropLinks.run({ system: id });
      for (const link of links) addLink.run({ system: id, ...link });
    },
    linkNames: (id: string) => linkNames.all({ system: id }),
    /** Systems that point to an entry by a field or a deployment. */
    linkedTo: (entry: string): string[] => linked.all({ entry }).map((row) => row.system),
    entryKind: (id: string): RegisterKind | undefined => entryKind.get({ id })?.kind,
    /** Names of all register entries by identifier. */
    entryNames: (): Map<string, string> => new Map(entryNames.all().map(({ id, name }) => [id, name])),
    /** Folded names and sites of the working register, for recognising a system in a list. */
    named: () =>
      named.all().map((row) => ({
        id: row.id,
        code: row.code,
        names: JSON.parse(row.nameFold) as string[],
        sites: JSON.parse(row.sites) as string[],
      })),
    versions: (id: string): StoredVersion[] =>
      versions.all({ system: id }).map((row) => ({ ...row, current: row.current === 1 })),
    currentVersion: (id: string): string | undefined => currentVersion.get({ system: id })?.id,
    /** Makes a version the current one. */
    addVersion(
      id: string,
      version: { id: string; label: string; date: string | null; supersedes: string | null },
    ): void {
      retireVersion.run({ system: id });
      insertVersion.run({ system: id, ...version });
    },
    makeCurrent(id: string, version: string): void {
      retireVersion.run({ system: id });
      makeCurrent.run({ id: version, system: id });
    },
    setVersion: (id: string, version: { id: string; label: string; date: string | null }): boolean =>
      updateVersion.run({ system: id, ...version }).changes === 1,
    deployments: (id: string): StoredDeployment[] =>
      deployments.all({ system: id }).map((row) => ({ ...row, fields: JSON.parse(row.fields) as FieldValues })),
    addDeployment: (facts: { id: string; version: string; site: string; fields: FieldValues }) =>
      insertDeployment.run({ ...facts, fields: JSON.stringify(facts.fields) }),
    removeDeployment: (id: string) => deleteDeployment.run({ id }),
  };
}
export type SystemsStore = ReturnType<typeof createSystemsStore>;
