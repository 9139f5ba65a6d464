import type { FieldDefinition } from './field-value.ts';

const synthetic = { field: 'makesSyntheticResults', in: ['yes'] } as const;

/** Control by people, classification, risk and transparency: G7, G8, G10 and G11 of docs/inventory.md. */
export const controlFields: readonly FieldDefinition[] = [
  {
    name: 'autonomyDegree',
    group: 'control',
    type: 'enum',
    options: ['low', 'medium', 'high'],
    needs: ['classification', 'passport'],
    sensitivity: 'public',
  },
  {
    name: 'humanControlPoint',
    group: 'control',
    type: 'multilingual',
    needs: ['classification', 'passport'],
    sensitivity: 'authority',
  },
  { name: 'overrideTestOn', group: 'control', type: 'date', sensitivity: 'authority' },
  { name: 'stopProcedure', group: 'control', type: 'tri', needs: ['operation'], sensitivity: 'authority' },
  { name: 'stopTestOn', group: 'control', type: 'date', sensitivity: 'authority' },
  { name: 'stopTestSeconds', group: 'control', type: 'number', sensitivity: 'authority' },
  { name: 'fallbackWithoutAi', group: 'control', type: 'multilingual', sensitivity: 'authority' },
  {
    name: 'affectedGroups',
    group: 'control',
    type: 'multilingual',
    needs: ['classification'],
    sensitivity: 'authority',
  },
  {
    name: 'affectsRightsOrInterests',
    group: 'control',
    type: 'tri',
    needs: ['classification', 'personal-data'],
    sensitivity: 'authority',
  },
  {
    name: 'fullyAutomatedDecision',
    group: 'control',
    type: 'tri',
    needs: ['classification', 'personal-data'],
    sensitivity: 'authority',
  },
  { name: 'explanationMethod', group: 'control', type: 'multilingual', sensitivity: 'authority' },

  {
    name: 'worstCredibleCase',
    group: 'classification',
    type: 'multilingual',
    needs: ['classification'],
    sensitivity: 'authority',
  },
  {
    name: 'reducesUserEfficiency',
    group: 'classification',
    type: 'tri',
    needs: ['classification'],
    sensitivity: 'authority',
  },
  {
    name: 'moralOrMaterialHarm',
    group: 'classification',
    type: 'tri',
    needs: ['classification'],
    sensitivity: 'authority',
  },
  {
    name: 'criticalDigitalObject',
    group: 'classification',
    type: 'tri',
    needs: ['classification', 'passport'],
    sensitivity: 'authority',
  },
  {
    name: 'formsStateResource',
    group: 'classification',
    type: 'tri',
    needs: ['classification'],
    sensitivity: 'authority',
  },
  { name: 'formerRiskNote', group: 'classification', type: 'text', sensitivity: 'internal' },

  {
    name: 'limitsAndErrorCosts',
    group: 'risk',
    type: 'multilingual',
    needs: ['classification'],
    sensitivity: 'authority',
  },
  { name: 'securityMeasures', group: 'risk', type: 'multilingual', needs: ['operation'], sensitivity: 'internal' },
  { name: 'lastRiskReview', group: 'risk', type: 'date', needs: ['operation'], sensitivity: 'authority' },
  { name: 'nextReview', group: 'risk', type: 'date', needs: ['operation'], sensitivity: 'authority' },

  { name: 'userNotice', group: 'transparency', type: 'tri', needs: ['operation'], sensitivity: 'public' },
  { name: 'userAgreement', group: 'transparency', type: 'tri', needs: ['operation'], sensitivity: 'public' },
  { name: 'characteristicsSheet', group: 'transparency', type: 'tri', needs: ['operation'], sensitivity: 'public' },
  { name: 'supportContact', group: 'transparency', type: 'text', needs: ['operation'], sensitivity: 'public' },
  {
    name: 'makesSyntheticResults',
    group: 'transparency',
    type: 'tri',
    needs: ['classification'],
    sensitivity: 'public',
  },
  { name: 'machineReadableMark', group: 'transparency', type: 'tri', sensitivity: 'authority', when: synthetic },
  { name: 'visibleMark', group: 'transparency', type: 'tri', sensitivity: 'authority', when: synthetic },
];
