import type { FieldDefinition, RegisterKind } from '../systems/field-value.ts';

/** Fields of the registers beside the systems. Every entry also has a name. */
export const registerFields: Record<RegisterKind, readonly FieldDefinition[]> = {
  site: [
    { name: 'region', group: 'identity', type: 'text', sensitivity: 'authority' },
    { name: 'address', group: 'identity', type: 'text', sensitivity: 'internal' },
    {
      name: 'hazardousFacility',
      group: 'classification',
      type: 'tri',
      needs: ['classification'],
      sensitivity: 'authority',
    },
    {
      name: 'criticalObject',
      group: 'classification',
      type: 'tri',
      needs: ['classification'],
      sensitivity: 'authority',
    },
  ],
  person: [
    { name: 'position', group: 'parties', type: 'text', needs: ['passport'], sensitivity: 'authority' },
    { name: 'unit', group: 'parties', type: 'text', sensitivity: 'internal' },
    { name: 'phone', group: 'parties', type: 'text', sensitivity: 'internal' },
    { name: 'email', group: 'parties', type: 'text', sensitivity: 'internal' },
    { name: 'appointmentOrder', group: 'parties', type: 'text', sensitivity: 'authority' },
  ],
  supplier: [
    { name: 'identifier', group: 'supply', type: 'text', sensitivity: 'authority' },
    { name: 'country', group: 'supply', type: 'text', needs: ['passport'], sensitivity: 'authority' },
    {
      name: 'supplierRole',
      group: 'supply',
      type: 'set',
      options: ['developer', 'vendor', 'integrator', 'cloud', 'institute'],
      sensitivity: 'authority',
    },
    { name: 'contact', group: 'supply', type: 'text', sensitivity: 'internal' },
  ],
  model: [
    { name: 'provider', group: 'technical', type: 'text', needs: ['passport'], sensitivity: 'authority' },
    { name: 'modelVersion', group: 'technical', type: 'text', sensitivity: 'authority' },
    { name: 'task', group: 'technical', type: 'text', needs: ['passport'], sensitivity: 'public' },
    { name: 'baseModel', group: 'technical', type: 'text', sensitivity: 'authority' },
    { name: 'licence', group: 'technical', type: 'text', sensitivity: 'authority' },
    {
      name: 'approval',
      group: 'technical',
      type: 'enum',
      options: ['approved', 'restricted', 'pending', 'blocked', 'retired'],
      sensitivity: 'internal',
    },
    { name: 'limits', group: 'risk', type: 'text', sensitivity: 'authority', maxLength: 2_500 },
  ],
  library: [
    { name: 'producer', group: 'data', type: 'text', needs: ['passport'], sensitivity: 'authority' },
    { name: 'producerMachineReadable', group: 'data', type: 'tri', needs: ['passport'], sensitivity: 'authority' },
    {
      name: 'use',
      group: 'data',
      type: 'set',
      options: ['train', 'validate', 'test', 'operate'],
      sensitivity: 'authority',
    },
    { name: 'source', group: 'data', type: 'text', needs: ['passport'], sensitivity: 'authority', maxLength: 2_500 },
    {
      name: 'rightsBasis',
      group: 'data',
      type: 'enum',
      options: ['own', 'licence', 'consent', 'public', 'law'],
      needs: ['passport'],
      sensitivity: 'authority',
    },
    { name: 'optOutChecked', group: 'data', type: 'tri', sensitivity: 'authority' },
    { name: 'declaredPurpose', group: 'data', type: 'text', sensitivity: 'authority', maxLength: 2_500 },
    { name: 'personalData', group: 'data', type: 'tri', needs: ['personal-data'], sensitivity: 'authority' },
    { name: 'quality', group: 'data', type: 'text', sensitivity: 'authority', maxLength: 2_500 },
    { name: 'storageLocation', group: 'data', type: 'text', sensitivity: 'internal' },
  ],
};
