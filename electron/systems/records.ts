import { AppError } from '../../shared/lib/errors.ts';
import type { DegreeState, System } from '../../shared/systems/contract.ts';
import { deploymentFields, systemField } from '../../shared/systems/fields.ts';
import {
  checkFieldValue,
  type FieldDefinition,
  type FieldValue,
  type FieldValues,
} from '../../shared/systems/field-value.ts';
import { missingFields, multilingual, textIn } from '../../shared/systems/policy.ts';
import type { SliceContext } from '../context.ts';
import { codeSortKey, derive, links } from './derive.ts';
import type { StoredSystem, SystemsStore } from './store.ts';

const firstVersion = '1';
const ownCode = /^AI-(\d{1,9})$/i;
const notClassified: DegreeState & { autonomy: null } = {
  degree: null,
  status: 'none',
  prohibited: 'unknown',
  autonomy: null,
};

/** What is known of a new system beside its fields. */
export interface NewSystem {
  /** Where it is given: a record that is brought back keeps its own. */
  id?: string;
  code?: string | undefined;
  fields: FieldValues;
  version?: { id?: string; label: string; date: string | null };
}

/**
 * Writing of systems in the caller's transaction, each change with its ledger entry and with the
 * derived columns kept in step. Handlers, the importer and the demonstration go through here.
 */
export function createRecords(context: SliceContext, store: SystemsStore) {
  const at = (): string => context.now().toISOString();
  const append = (kind: string, subject: string, field: string | null, before: unknown, after: unknown): void => {
    context.ledger.append({ kind, subject, body: { field, before, after } });
  };

  function find(id: string): StoredSystem {
    const system = store.find(id);
    if (!system) throw new AppError('not-found', `no system ${id}`, { reason: 'no-system' });
    return system;
  }

  function refuse(field: string, problem: string): never {
    throw new AppError('invalid', `${field}: ${problem}`, { reason: 'bad-field', details: { field, problem } });
  }

  function check(name: string, definition: FieldDefinition | undefined, value: FieldValue | null): void {
    if (!definition) refuse(name, 'no-such-field');
    if (value === null) return;
    const problem = checkFieldValue(definition, value);
    if (problem !== null) refuse(name, problem);
    for (const { entry } of definition.register === undefined ? [] : links({ [name]: value })) {
      if (store.entryKind(entry) !== definition.register) refuse(name, 'no-such-entry');
    }
  }

  /** Brings links and derived columns in step with the fields and deployments. */
  function refresh(id: string): void {
    const { code, fields } = find(id);
    store.setLinks(id, links(fields));
    const sites = [...new Set(store.deployments(id).map(({ siteName }) => siteName))];
    store.setDerived(
      id,
      derive(
        code,
        fields,
        store.linkNames(id).map(({ name }) => name),
        sites,
      ),
    );
    context.changed('systems');
  }

  function get(id: string): System {
    const system = find(id);
    const deployments = store.deployments(id);
    return {
      id,
      code: system.code,
      fields: system.fields,
      versions: store.versions(id).map((version) => ({
        ...version,
        deployments: deployments
          .filter((deployment) => deployment.version === version.id)
          .map(({ id: deployment, site, siteName, fields }) => ({ id: deployment, site, siteName, fields })),
      })),
      degree: system.degree,
      completeness: system.completeness,
      missing: missingFields(system.fields, deployments.length > 0),
      recordStatus: system.recordStatus,
      createdAt: system.createdAt,
      changedAt: system.changedAt,
    };
  }

  function create(input: NewSystem, kind = 'system.create', facts: Record<string, unknown> = {}): string {
    for (const [name, value] of Object.entries(input.fields)) check(name, systemField(name), value);
    const code = input.code ?? `AI-${String(store.highestNumber() + 1).padStart(3, '0')}`;
    if (store.idOfCode(code) !== undefined) {
      throw new AppError('conflict', `code ${code} is taken`, { reason: 'code-taken', details: { code } });
    }
    const number = ownCode.exec(code)?.[1];
    const id = input.id ?? context.newId();
    store.insert({
      id,
      code,
      codeSort: codeSortKey(code),
      codeNumber: number === undefined ? null : Number(number),
      at: at(),
      fields: input.fields,
    });
    const version = input.version ?? { label: firstVersion, date: null };
    store.addVersion(id, {
      id: version.id ?? context.newId(),
      label: version.label,
      date: version.date,
      supersedes: null,
    });
    refresh(id);
    append(kind, id, null, null, { code, fields: input.fields, version, ...facts });
    return id;
  }

  /** Sets the fields that really change, one ledger entry each; gives how many. */
  function setFields(id: string, changes: Record<string, FieldValue | null>): number {
    const { fields: before } = find(id);
    const fields = { ...before };
    let count = 0;
    for (const [name, value] of Object.entries(changes)) {
      check(name, systemField(name), value);
      if (JSON.stringify(before[name] ?? null) === JSON.stringify(value)) continue;
      if (value) fields[name] = value;
      else delete fields[name];
      append('system.set', id, name, before[name] ?? null, value);
      count += 1;
    }
    if (count === 0) return 0;
    store.setFields(id, fields, at());
    refresh(id);
    return count;
  }

  function versionOf(id: string, version: string) {
    const found = store.versions(id).find((candidate) => candidate.id === version);
    if (!found) throw new AppError('not-found', `no version ${version}`, { reason: 'no-version' });
    return found;
  }

  /** Puts a version (the current one where none is named) into use at a site. */
  function deploy(
    id: string,
    site: string,
    fields: FieldValues = {},
    version?: string,
    deployment: string = context.newId(),
  ): void {
    const { id: target, label } = versionOf(id, version ?? store.currentVersion(id) ?? '');
    for (const [name, value] of Object.entries(fields)) {
      check(
        name,
        deploymentFields.find((field) => field.name === name && name !== 'site'),
        value,
      );
    }
    if (store.entryKind(site) !== 'site') refuse('site', 'no-such-entry');
    if (store.deployments(id).some((deployment) => deployment.version === target && deployment.site === site)) {
      throw new AppError('conflict', `version ${label} is in use at ${site}`, {
        reason: 'already-deployed',
        details: { version: label },
      });
    }
    store.addDeployment({ id: deployment, version: target, site, fields });
    append('deployment.add', id, 'site', null, { version: label, site, fields });
    store.touch(id, at());
    refresh(id);
  }

  return {
    get,
    find,
    create,
    setFields,
    deploy,
    refresh,
    /** Notes that values were entered again unchanged: every command leaves a trace. */
    confirm(id: string, fields: Record<string, FieldValue | null>): void {
      const [field = null] = Object.keys(fields);
      const value = field === null ? null : (find(id).fields[field] ?? null);
      append('system.confirm', id, field, value, value);
    },
    /** What assessments and dossiers need of a system. */
    record(id: string): { id: string; code: string; name: string; versionId: string; fields: FieldValues } {
      const { code, fields } = find(id);
      const name = multilingual(fields, 'name');
      return { id, code, name: name ? textIn(name, 'ru') : code, versionId: store.currentVersion(id) ?? '', fields };
    },
    /** Writes the conclusion of the assessment onto the register row; the assessment's own ledger entry tells why. */
    setDegree(id: string, state: DegreeState & { autonomy: string | null }): void {
      find(id);
      store.setDegree(id, state);
    },
    duplicate(id: string): string {
      const source = find(id);
      const current = store.versions(id).find((version) => version.current);
      const copy = create(
        { fields: source.fields, version: { label: current?.label ?? firstVersion, date: current?.date ?? null } },
        'system.duplicate',
        { from: source.code },
      );
      for (const deployment of store.deployments(id).filter(({ version }) => version === current?.id)) {
        deploy(copy, deployment.site, deployment.fields);
      }
      return copy;
    },
    setStatus(id: string, status: 'draft' | 'retired', reason: string | null): void {
      const before = find(id);
      if (before.recordStatus === status) {
        throw new AppError('conflict', `system ${before.code} is ${status} already`, {
          reason: status === 'retired' ? 'already-retired' : 'not-retired',
          details: { code: before.code },
        });
      }
      store.setStatus(id, status, at());
      append(
        status === 'retired' ? 'system.retire' : 'system.restore',
        id,
        'recordStatus',
        before.recordStatus,
        reason === null ? status : { status, reason },
      );
      context.changed('systems');
    },
    /** Makes a new current version. It has no assessment yet, so the row falls back to "not classified". */
    addVersion(
      id: string,
      label: string,
      date: string | null,
      own: { id?: string; supersedes?: string | null } = {},
    ): void {
      find(id);
      const before = store.versions(id);
      refuseLabel(before, label, null);
      store.addVersion(id, {
        id: own.id ?? context.newId(),
        label,
        date,
        supersedes: own.supersedes === undefined ? (before.find(({ current }) => current)?.id ?? null) : own.supersedes,
      });
      append('version.add', id, 'version', before.find(({ current }) => current)?.label ?? null, { label, date });
      store.setDegree(id, notClassified);
      store.touch(id, at());
      context.changed('systems');
    },
    /** Makes a version the current one; gives whether another was, and its assessment has to be concluded anew. */
    makeCurrent(id: string, version: string): boolean {
      const { label } = versionOf(id, version);
      const before = store.versions(id).find(({ current }) => current);
      if (before?.id === version) return false;
      store.makeCurrent(id, version);
      append('version.current', id, 'version', before?.label ?? null, label);
      store.setDegree(id, notClassified);
      store.touch(id, at());
      context.changed('systems');
      return true;
    },
    setVersion(id: string, version: string, label: string, date: string | null): void {
      find(id);
      const before = versionOf(id, version);
      refuseLabel(store.versions(id), label, version);
      store.setVersion(id, { id: version, label, date });
      append('version.set', id, 'version', { label: before.label, date: before.date }, { label, date });
      store.touch(id, at());
      context.changed('systems');
    },
    removeDeployment(id: string, deployment: string): void {
      find(id);
      const found = store.deployments(id).find((candidate) => candidate.id === deployment);
      if (!found) throw new AppError('not-found', `no deployment ${deployment}`, { reason: 'no-deployment' });
      store.removeDeployment(deployment);
      append(
        'deployment.remove',
        id,
        'site',
        { version: versionOf(id, found.version).label, site: found.site, fields: found.fields },
        null,
      );
      store.touch(id, at());
      refresh(id);
    },
  };

  function refuseLabel(versions: readonly { id: string; label: string }[], label: string, except: string | null): void {
    if (versions.some((version) => version.label === label && version.id !== except)) {
      throw new AppError('conflict', `version ${label} exists`, { reason: 'version-exists', details: { label } });
    }
  }
}
