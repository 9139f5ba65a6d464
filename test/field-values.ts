import fc from 'fast-check';
import type { FieldDefinition, FieldValue, FieldValues } from '../shared/systems/field-value.ts';
import { systemFields } from '../shared/systems/fields.ts';
import { isVisible } from '../shared/systems/policy.ts';

/** Letters a dossier can print, of the three languages and with what breaks naive code. */
const text = (length: number) =>
  fc
    .array(fc.constantFrom(...'AZaz09 АЯёжқғңөұүһі"\\/{}<>&\'№—'), { minLength: 1, maxLength: length })
    .map((letters) => `x${letters.join('')}`);

function valueOf(field: FieldDefinition): fc.Arbitrary<FieldValue> | null {
  const given = <T extends string | number | string[] | object>(content: fc.Arbitrary<T>): fc.Arbitrary<FieldValue> =>
    fc.oneof(
      { weight: 4, arbitrary: content.map((value) => ({ value })) },
      { weight: 1, arbitrary: fc.constant<FieldValue>({ unknown: true }) },
      { weight: 1, arbitrary: text(20).map((na): FieldValue => ({ na })) },
    );
  switch (field.type) {
    case 'text':
      return given(text(40));
    case 'multilingual':
      return given(fc.record({ kk: text(40), ru: text(40), en: text(40) }, { requiredKeys: ['ru'] }));
    case 'tri':
      return given(fc.constantFrom('yes', 'no'));
    case 'enum':
      return given(fc.constantFrom(...(field.options ?? [])));
    case 'set':
      return given(fc.subarray([...(field.options ?? [])], { minLength: 1 }));
    case 'date':
      return given(
        fc.integer({ min: 0, max: 20_000 }).map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10)),
      );
    case 'number':
      return given(fc.oneof(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.constantFrom(0.1, 1e-7, 1e21)));
    case 'lines':
      return given(fc.array(text(30), { minLength: 1, maxLength: 4 }));
    case 'ref':
    case 'refs':
      return null;
  }
}

/** Values of any fields of a record but references, none of them hidden by its condition. */
export const anyFieldValues: fc.Arbitrary<FieldValues> = fc
  .record(
    Object.fromEntries(
      systemFields.flatMap((field) => {
        const value = valueOf(field);
        return value ? [[field.name, value]] : [];
      }),
    ),
    { requiredKeys: ['name'] },
  )
  .map((found) => {
    let fields: FieldValues = JSON.parse(JSON.stringify(found)) as FieldValues;
    for (let before = -1; before !== Object.keys(fields).length;) {
      before = Object.keys(fields).length;
      const all = fields;
      fields = Object.fromEntries(
        Object.entries(all).filter(([name]) => {
          const field = systemFields.find((candidate) => candidate.name === name);
          return field !== undefined && isVisible(field, all);
        }),
      );
    }
    return fields;
  });
