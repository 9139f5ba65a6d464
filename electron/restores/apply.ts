import type { Organisation } from '../../shared/organisation/contract.ts';
import type { AssessmentsService } from '../assessments/service.ts';
import type { EvidenceService } from '../evidence/service.ts';
import type { RegistersService } from '../registers/service.ts';
import type { SystemsService } from '../systems/service.ts';
import { fieldChanges } from './fields.ts';
import type { PlannedEntry, PlannedRestore, PlannedVersion } from './plan.ts';
import type { Touched } from './store.ts';

/** What restoring writes through; each of these appends its own ledger entries. */
export interface RestoreTargets {
  systems: SystemsService;
  registers: RegistersService;
  evidence: EvidenceService;
  assessments: AssessmentsService;
  organisation: { set(value: Organisation): Organisation };
}

/** The rows a plan will write. */
export function touchedBy({ system, entries, evidence }: PlannedRestore): Touched {
  const made = evidence.filter(({ outcome }) => outcome === 'create');
  return {
    system,
    entries: entries.filter(({ outcome }) => outcome === 'create' || outcome === 'change').map(({ id }) => id),
    evidence: made.map(({ id }) => id),
    blobs: made.map(({ brought }) => brought.sha256),
  };
}

/** Carries a plan out in the caller's transaction; gives how many things of the dossier were made and changed. */
export function applyRestore(
  planned: PlannedRestore,
  targets: RestoreTargets,
  restore: string,
): { created: number; changed: number } {
  const { facts, items } = planned;
  const { systems } = targets;
  if (planned.organisation === 'change') targets.organisation.set(facts.organisation);
  // A name is free again once its entry is hidden, so these come first.
  for (const entry of planned.entries.toSorted((a, b) => Number(b.brought.archived) - Number(a.brought.archived)))
    writeEntry(entry, targets.registers);
  for (const { id, brought, bytes, outcome } of planned.evidence)
    if (outcome === 'create' && bytes) targets.evidence.restore({ ...brought, id }, bytes);
  writeSystem(planned, systems, restore);
  for (const version of planned.versions) writeDeployments(planned.system, version, systems);
  const isOther = systems.makeCurrent(planned.system, planned.currentVersion);
  for (const { loaded, startedAt, changedAt, answers, outcome } of planned.assessments)
    if (outcome !== 'same' || isOther)
      targets.assessments.restore(planned.system, loaded, { startedAt, changedAt, answers, restore });
  if (systems.get(planned.system).recordStatus !== facts.system.recordStatus)
    systems.setStatus(planned.system, facts.system.recordStatus, null);
  const count = (...outcomes: string[]): number => items.filter(({ outcome }) => outcomes.includes(outcome)).length;
  return { created: count('create'), changed: count('change', 'remove') };
}

function writeEntry({ id, brought, fields, outcome }: PlannedEntry, registers: RegistersService): void {
  if (outcome === 'create') {
    registers.create(brought.kind, brought.name, fields, id);
    if (brought.archived) registers.archive({ id, archived: true });
  } else if (outcome === 'change') {
    registers.update({ id, name: brought.name, fields: fieldChanges(registers.get(id).fields, fields) });
  }
}

function writeSystem(planned: PlannedRestore, systems: SystemsService, restore: string): void {
  const { system: id, mode, fields, versions } = planned;
  const [first, ...later] = versions;
  if (!first) return;
  const idOf = new Map(versions.map((version) => [version.brought.id, version.id]));
  const add = ({ id: version, brought }: PlannedVersion): void => {
    const supersedes = brought.supersedes === null ? null : (idOf.get(brought.supersedes) ?? null);
    systems.addVersion(id, brought.label, brought.date, { id: version, supersedes });
  };
  if (mode === 'create') {
    const { label, date } = first.brought;
    const code = planned.code ?? undefined;
    systems.create({ id, code, fields, version: { id: first.id, label, date } }, 'system.create', { restore });
    later.forEach(add);
    return;
  }
  systems.setFields(id, fieldChanges(systems.get(id).fields, fields));
  for (const version of versions) {
    const here = systems.get(id).versions.find((candidate) => candidate.id === version.id);
    const { label, date } = version.brought;
    if (!here) add(version);
    else if (here.label !== label || here.date !== date) systems.setVersion(id, version.id, label, date);
  }
}

function writeDeployments(system: string, { id: version, deployments }: PlannedVersion, systems: SystemsService): void {
  for (const { id, site, fields, outcome } of deployments) {
    if (outcome === 'change' || outcome === 'remove') systems.removeDeployment(system, id);
    if (outcome === 'create' || outcome === 'change') systems.deploy(system, site, fields, version, id);
  }
}
