import { AppError } from '../../shared/lib/errors.ts';
import type { SliceHandlers } from '../../shared/lib/contract.ts';
import { translator } from '../../shared/i18n/translate.ts';
import type { systems } from '../../shared/systems/contract.ts';
import type { SliceContext } from '../context.ts';
import { localDay } from '../day.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { RegistersService } from '../registers/service.ts';
import { registerTable } from './export.ts';
import { createRecords } from './records.ts';
import { createSystemsStore } from './store.ts';
import type { TableFile } from './table.worker.ts';

export interface SystemsOptions {
  registers: Pick<RegistersService, 'onRenamed'>;
  ledger: Pick<Ledger, 'about'>;
}

const mimes = { xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', csv: 'text/csv' };

/** The register of AI systems. */
export function createSystemsService(context: SliceContext, options: SystemsOptions) {
  const store = createSystemsStore(context.db);
  const records = createRecords(context, store);
  const today = (): string => localDay(context.now());

  /** Brings the systems that point to an entry in step with its name. */
  const refreshLinked = (entry: string): void => {
    for (const id of store.linkedTo(entry)) records.refresh(id);
  };
  options.registers.onRenamed(refreshLinked);

  const handlers: SliceHandlers<typeof systems> = {
    list: ({ filter, sort, descending, offset, limit }) => store.page(filter, sort, descending, offset, limit),
    facets: ({ locale }) => {
      const translate = translator(locale);
      const found = store.facets(today());
      const labelled = (option: string) => (row: { value: string; count: number }) => ({
        ...row,
        label: translate.find(`options.${option}.${row.value}`) ?? row.value,
      });
      return {
        degree: found.degree.map(labelled('degree')),
        stage: found.stage.map(labelled('lifecycleStage')),
        site: found.site,
        unit: found.unit.map((row) => ({ ...row, label: row.value })),
        views: found.views,
      };
    },
    get: ({ id }) => records.get(id),
    byCode: ({ code }) => {
      const id = store.idOfCode(code.trim());
      if (id === undefined)
        throw new AppError('not-found', `no system with code ${code}`, { reason: 'no-system-code', details: { code } });
      return records.get(id);
    },
    create: ({ code, fields }) => records.get(records.create({ code: code === '' ? undefined : code, fields })),
    setFields: ({ id, fields }) => {
      if (records.setFields(id, fields) === 0) records.confirm(id, fields);
      return records.get(id);
    },
    duplicate: ({ id }) => records.get(records.duplicate(id)),
    retire: ({ id, reason }) => {
      records.setStatus(id, 'retired', reason);
      return records.get(id);
    },
    restore: ({ id }) => {
      records.setStatus(id, 'draft', null);
      return records.get(id);
    },
    addVersion: ({ id, label, date }) => {
      records.addVersion(id, label, date);
      return records.get(id);
    },
    setVersion: ({ id, version, label, date }) => {
      records.setVersion(id, version, label, date);
      return records.get(id);
    },
    addDeployment: ({ id, version, site, fields }) => {
      records.find(id);
      records.deploy(id, site, fields, version);
      return records.get(id);
    },
    removeDeployment: ({ id, deployment }) => {
      records.removeDeployment(id, deployment);
      return records.get(id);
    },
    history: ({ id, before, limit }) => {
      records.find(id);
      return options.ledger
        .about(id, before ?? Number.MAX_SAFE_INTEGER, limit)
        .map(({ seq, at, actor, kind, body }) => ({
          seq,
          at,
          actor,
          kind,
          field: typeof body['field'] === 'string' ? body['field'] : null,
          before: body['before'] ?? null,
          after: body['after'] ?? null,
        }));
    },
    export: async ({ format, filter, locale }, control) => {
      const systemsFound = store.matching(filter).map((id) => records.get(id));
      const table = registerTable(systemsFound, store.entryNames(), locale);
      control.progress(1, 2);
      const translate = translator(locale);
      const sheet = translate('imports.exportSheet');
      const bytes = await context.pool.run<Uint8Array>(
        new URL(`./table.worker${import.meta.url.slice(-3)}`, import.meta.url),
        { format, sheet, table } satisfies TableFile,
        control,
      );
      control.progress(2, 2);
      return context.files.put(`${sheet} ${today()}.${format}`, bytes, mimes[format]);
    },
  };

  return {
    handlers,
    get: records.get,
    record: records.record,
    setDegree: records.setDegree,
    create: records.create,
    setFields: records.setFields,
    deploy: records.deploy,
    refreshLinked,
    removeDeployment: records.removeDeployment,
    addVersion: records.addVersion,
    setVersion: records.setVersion,
    makeCurrent: records.makeCurrent,
    setStatus: records.setStatus,
    /** The system with this code, whatever its case. */
    idOfCode: store.idOfCode,
    /** The systems of the working register by code, with the name of the owner of each. */
    registered: store.registered,
    /** Folded names and sites of the working register. */
    named: store.named,
  };
}
export type SystemsService = ReturnType<typeof createSystemsService>;
