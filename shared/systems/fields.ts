import { controlFields } from './fields-control.ts';
import { purposeFields } from './fields-purpose.ts';
import { technologyFields } from './fields-technology.ts';
import type { FieldDefinition } from './field-value.ts';

/**
 * The record of an AI system. Names are stable: packs, exports and the ledger refer to them.
 * Basis of each field: the groups G1 to G11 of docs/inventory.md.
 */
export const systemFields: readonly FieldDefinition[] = [...purposeFields, ...technologyFields, ...controlFields];

/** Fields of a deployment: the system's version at one site. */
export const deploymentFields: readonly FieldDefinition[] = [
  { name: 'site', group: 'identity', type: 'ref', register: 'site', needs: ['passport'], sensitivity: 'authority' },
  { name: 'deployedOn', group: 'identity', type: 'date', sensitivity: 'authority' },
  { name: 'placement', group: 'technical', type: 'text', sensitivity: 'authority' },
];

const byName = new Map(systemFields.map((field) => [field.name, field]));

/** Definition of a system field, or undefined where no such field exists. */
export function systemField(name: string): FieldDefinition | undefined {
  return byName.get(name);
}
