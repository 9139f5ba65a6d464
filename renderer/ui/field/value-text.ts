import { systemFields } from '../../../shared/systems/fields.ts';
import { registerFields } from '../../../shared/registers/fields.ts';
import { FieldValue, type FieldDefinition } from '../../../shared/systems/field-value.ts';
import { day, find, pick, t } from '../../lib/i18n.svelte.ts';

const definitions = new Map<string, FieldDefinition>(
  [...Object.values(registerFields).flat(), ...systemFields].map((field) => [field.name, field]),
);

/** Label of a field in the language of the interface. */
export function fieldLabel(name: string): string {
  return find(`fields.${name}.label`) ?? name;
}

/** One sentence on what belongs into a field. */
export function fieldHelp(name: string): string | undefined {
  return find(`fields.${name}.help`) ?? undefined;
}

/** Words of a code of a field. */
export function optionLabel(field: string, code: string): string {
  return find(`options.${field}.${code}`) ?? code;
}

/** Definition of a field of systems or registers, for values that come with a name only. */
export function definitionOf(name: string): FieldDefinition | undefined {
  return definitions.get(name);
}

/** A recorded value as one line of text. `nameOf` gives the name of a register entry. */
export function valueText(
  definition: FieldDefinition | undefined,
  value: FieldValue | null | undefined,
  nameOf: (id: string) => string = (id) => id,
): string {
  if (!value) return t('systems.field.unanswered');
  if ('unknown' in value) return t('systems.field.unknown');
  if ('na' in value) return `${t('systems.field.na')}: ${value.na}`;
  const content = value.value;
  if (typeof content === 'number') return String(content);
  if (typeof content === 'object' && !Array.isArray(content)) return pick(content);
  const one = (part: string): string => {
    if (definition?.type === 'tri') return find(`options.tri.${part}`) ?? part;
    if (definition?.type === 'ref' || definition?.type === 'refs') return nameOf(part);
    if (definition?.type === 'date') return day(part);
    return definition?.options ? optionLabel(definition.name, part) : part;
  };
  return Array.isArray(content) ? content.map(one).join(', ') : one(content);
}

/** Anything the ledger holds as before or after, as text; plain data is shown field by field. */
export function recordedText(field: string | null, value: unknown, nameOf: (id: string) => string): string {
  if (value === null || value === undefined) return t('systems.history.nothing');
  const parsed = FieldValue.safeParse(value);
  if (parsed.success) return valueText(field === null ? undefined : definitionOf(field), parsed.data, nameOf);
  if (typeof value === 'string')
    return field === 'recordStatus' ? (find(`options.recordStatus.${value}`) ?? value) : nameOf(value);
  if (typeof value !== 'object') return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
  if ('kk' in value && 'ru' in value && 'en' in value) return pick(value as Record<string, string>);
  return Object.entries(value)
    .filter(
      ([, part]) =>
        part !== null && part !== '' && !(typeof part === 'object' && Object.keys(part as object).length === 0),
    )
    .map(([name, part]) => {
      const text = Array.isArray(part)
        ? part.map((item) => (typeof item === 'object' ? JSON.stringify(item) : nameOf(String(item)))).join(', ')
        : typeof part === 'object'
          ? Object.keys(part as object)
              .map(fieldLabel)
              .join(', ')
          : nameOf(String(part));
      return `${find(`systems.history.parts.${name}`) ?? find(`fields.${name}.label`) ?? name}: ${find(`options.recordStatus.${text}`) ?? text}`;
    })
    .join('; ');
}
