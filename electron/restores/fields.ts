import { inEdition } from '../../shared/dossiers/edition.ts';
import type { Edition } from '../../shared/dossiers/contract.ts';
import type { FieldDefinition, FieldValue, FieldValues } from '../../shared/systems/field-value.ts';
import { isVisible } from '../../shared/systems/policy.ts';

/** The fields with references into the registers led to the entries of this workspace. */
export function ledToEntries(
  fields: FieldValues,
  definitions: readonly FieldDefinition[],
  entryHere: (id: string) => string,
): FieldValues {
  const references = new Set(definitions.filter(({ register }) => register !== undefined).map(({ name }) => name));
  const led = (value: FieldValue): FieldValue => {
    if (!('value' in value)) return value;
    if (typeof value.value === 'string') return { value: entryHere(value.value) };
    return Array.isArray(value.value) ? { value: value.value.map(entryHere) } : value;
  };
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, references.has(name) ? led(value) : value]),
  );
}

/**
 * What fields hold once a dossier is written over them: its edition of the outcome equals the dossier. Fields the
 * edition withholds stay, and so do values hidden by their condition, which no dossier holds.
 */
export function writtenOver(
  here: FieldValues,
  brought: FieldValues,
  definitions: readonly FieldDefinition[],
  edition: Edition,
): FieldValues {
  const withheld = definitions.filter(({ sensitivity }) => !inEdition(sensitivity, edition));
  const kept = Object.fromEntries(withheld.flatMap(({ name }) => (here[name] ? [[name, here[name]] as const] : [])));
  const shown = { ...kept, ...brought };
  const hidden = definitions.flatMap((field) => {
    const value = here[field.name];
    return value && shown[field.name] === undefined && !isVisible(field, shown) ? [[field.name, value] as const] : [];
  });
  return { ...shown, ...Object.fromEntries(hidden) };
}

/** The changes that lead from one set of fields to another; null takes a value away. */
export function fieldChanges(before: FieldValues, after: FieldValues): Record<string, FieldValue | null> {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return Object.fromEntries(
    [...names]
      .filter((name) => JSON.stringify(before[name] ?? null) !== JSON.stringify(after[name] ?? null))
      .map((name) => [name, after[name] ?? null]),
  );
}
