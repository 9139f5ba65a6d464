import type { FieldDefinition } from './field-value.ts';

const stages = ['idea', 'procurement', 'development', 'pilot', 'operation', 'suspended', 'retired'] as const;
const processes = ['mining', 'oil-gas', 'power', 'metallurgy', 'chemicals', 'rail', 'water', 'office', 'hr', 'security', 'other'] as const;
const kinds = ['predictive', 'vision', 'language', 'speech', 'generative', 'agentic', 'optimisation', 'expert-rules', 'robotics', 'other'] as const;
const withData = { field: 'hasPersonalData', in: ['yes'] } as const;
const bought = { field: 'acquisition', in: ['commissioned', 'bought', 'embedded', 'service', 'employee'] } as const;
const synthetic = { field: 'makesSyntheticResults', in: ['yes'] } as const;

/**
 * The record of an AI system. Names are stable: packs, exports and the ledger refer to them.
 * Basis of each field: the groups G1 to G11 of docs/inventory.md.
 */
export const systemFields: readonly FieldDefinition[] = [
  { name: 'name', group: 'identity', type: 'multilingual', quick: true, needs: ['passport'], sensitivity: 'public', maxLength: 200 },
  { name: 'shortDescription', group: 'identity', type: 'multilingual', quick: true, needs: ['passport'], sensitivity: 'public', maxLength: 400 },
  { name: 'tradeName', group: 'identity', type: 'text', sensitivity: 'public' },
  { name: 'isAiSystem', group: 'identity', type: 'tri', needs: ['classification'], sensitivity: 'public' },
  { name: 'isAiSystemReason', group: 'identity', type: 'multilingual', needs: ['passport'], sensitivity: 'authority' },
  { name: 'recordClass', group: 'identity', type: 'enum', options: ['full', 'light'], sensitivity: 'internal' },
  { name: 'kind', group: 'identity', type: 'set', options: kinds, needs: ['classification'], sensitivity: 'public' },
  { name: 'lifecycleStage', group: 'identity', type: 'enum', options: stages, quick: true, needs: ['passport'], sensitivity: 'public' },
  { name: 'operationSince', group: 'identity', type: 'date', needs: ['operation'], sensitivity: 'public' },
  { name: 'note', group: 'identity', type: 'multilingual', sensitivity: 'internal' },

  { name: 'unit', group: 'parties', type: 'text', quick: true, needs: ['passport'], sensitivity: 'authority' },
  { name: 'ownerPerson', group: 'parties', type: 'ref', register: 'person', quick: true, needs: ['passport'], sensitivity: 'authority' },
  { name: 'technicalPerson', group: 'parties', type: 'ref', register: 'person', needs: ['operation'], sensitivity: 'internal' },
  { name: 'riskPerson', group: 'parties', type: 'ref', register: 'person', needs: ['operation'], sensitivity: 'authority' },
  { name: 'stopAuthority', group: 'parties', type: 'ref', register: 'person', needs: ['operation'], sensitivity: 'authority' },
  { name: 'kzRole', group: 'parties', type: 'set', options: ['owner', 'possessor', 'user'], quick: true, needs: ['classification', 'passport'], sensitivity: 'public' },
  { name: 'kzRoleReason', group: 'parties', type: 'multilingual', needs: ['passport'], sensitivity: 'authority' },

  { name: 'intendedPurpose', group: 'purpose', type: 'multilingual', quick: true, needs: ['classification', 'passport'], sensitivity: 'public', maxLength: 2_500 },
  { name: 'industrialProcess', group: 'purpose', type: 'enum', options: processes, quick: true, needs: ['passport'], sensitivity: 'public' },
  { name: 'notToBeUsedFor', group: 'purpose', type: 'multilingual', needs: ['classification'], sensitivity: 'public' },
  { name: 'foreseeableMisuse', group: 'purpose', type: 'multilingual', needs: ['classification'], sensitivity: 'authority' },
  { name: 'users', group: 'purpose', type: 'multilingual', needs: ['passport'], sensitivity: 'public' },
  { name: 'usersCount', group: 'purpose', type: 'number', sensitivity: 'authority' },
  { name: 'scale', group: 'purpose', type: 'multilingual', sensitivity: 'authority' },
  { name: 'legalBasis', group: 'purpose', type: 'multilingual', needs: ['operation'], sensitivity: 'authority' },
  { name: 'outputUsedInEu', group: 'purpose', type: 'tri', sensitivity: 'authority' },

  { name: 'modeOfUse', group: 'technical', type: 'enum', options: ['open', 'closed', 'local'], needs: ['classification', 'passport'], sensitivity: 'public' },
  { name: 'hosting', group: 'technical', type: 'enum', options: ['own-site', 'own-data-centre', 'kz-cloud', 'foreign-cloud', 'vendor-device', 'user-device'], quick: true, needs: ['classification', 'personal-data'], sensitivity: 'authority' },
  { name: 'networkExposure', group: 'technical', type: 'enum', options: ['none', 'site', 'corporate', 'internet'], needs: ['classification'], sensitivity: 'internal' },
  { name: 'outputKind', group: 'technical', type: 'set', options: ['information', 'recommendation', 'decision', 'physical-action', 'content'], quick: true, needs: ['classification', 'passport'], sensitivity: 'public' },
  { name: 'inputs', group: 'technical', type: 'multilingual', needs: ['passport'], sensitivity: 'authority' },
  { name: 'connectedSystems', group: 'technical', type: 'multilingual', needs: ['classification'], sensitivity: 'internal' },
  { name: 'canWriteToControlLoop', group: 'technical', type: 'tri', needs: ['classification'], sensitivity: 'authority' },
  { name: 'operatingLogic', group: 'technical', type: 'multilingual', needs: ['passport'], sensitivity: 'authority' },
  { name: 'learnsInOperation', group: 'technical', type: 'tri', needs: ['classification'], sensitivity: 'authority' },
  { name: 'models', group: 'technical', type: 'refs', register: 'model', needs: ['passport'], sensitivity: 'authority' },

  { name: 'acquisition', group: 'supply', type: 'enum', options: ['own', 'commissioned', 'bought', 'embedded', 'service', 'employee'], quick: true, needs: ['classification', 'passport'], sensitivity: 'public' },
  { name: 'suppliers', group: 'supply', type: 'refs', register: 'supplier', needs: ['passport'], sensitivity: 'authority', when: bought },
  { name: 'contractReference', group: 'supply', type: 'text', sensitivity: 'internal', when: bought },
  { name: 'vendorMayTrain', group: 'supply', type: 'tri', needs: ['personal-data'], sensitivity: 'authority', when: bought },

  { name: 'dataLibraries', group: 'data', type: 'refs', register: 'library', needs: ['passport'], sensitivity: 'authority' },
  { name: 'dataProducerRecorded', group: 'data', type: 'tri', sensitivity: 'authority' },
  { name: 'optOutChecked', group: 'data', type: 'tri', sensitivity: 'authority' },
  { name: 'hasPersonalData', group: 'data', type: 'tri', quick: true, needs: ['classification', 'passport', 'personal-data'], sensitivity: 'public' },
  { name: 'pdSubjects', group: 'data', type: 'multilingual', needs: ['personal-data'], sensitivity: 'authority', when: withData },
  { name: 'pdCategories', group: 'data', type: 'multilingual', needs: ['personal-data'], sensitivity: 'authority', when: withData },
  { name: 'pdSubjectCount', group: 'data', type: 'number', needs: ['personal-data'], sensitivity: 'authority', when: withData },
  { name: 'pdAccessClass', group: 'data', type: 'enum', options: ['public', 'restricted'], needs: ['personal-data'], sensitivity: 'authority', when: withData },
  { name: 'biometric', group: 'data', type: 'tri', needs: ['personal-data', 'classification'], sensitivity: 'authority', when: withData },
  { name: 'iin', group: 'data', type: 'tri', needs: ['personal-data'], sensitivity: 'authority', when: withData },
  { name: 'minors', group: 'data', type: 'tri', needs: ['personal-data'], sensitivity: 'authority', when: withData },
  { name: 'idCopies', group: 'data', type: 'tri', needs: ['personal-data'], sensitivity: 'authority', when: withData },
  { name: 'scraped', group: 'data', type: 'tri', needs: ['personal-data'], sensitivity: 'authority', when: withData },
  { name: 'pdBasis', group: 'data', type: 'enum', options: ['consent', 'art9', 'other-law'], needs: ['personal-data'], sensitivity: 'authority', when: withData },
  { name: 'pdBaseInKz', group: 'data', type: 'tri', needs: ['personal-data'], sensitivity: 'authority', when: withData },
  { name: 'pdCrossBorder', group: 'data', type: 'tri', needs: ['personal-data'], sensitivity: 'authority', when: withData },
  { name: 'pdThirdParties', group: 'data', type: 'tri', needs: ['personal-data'], sensitivity: 'authority', when: withData },
  { name: 'pdRetention', group: 'data', type: 'text', needs: ['personal-data'], sensitivity: 'authority', when: withData },
  { name: 'pdDestruction', group: 'data', type: 'text', needs: ['personal-data'], sensitivity: 'authority', when: withData },
  { name: 'pdResponsiblePerson', group: 'data', type: 'ref', register: 'person', needs: ['personal-data'], sensitivity: 'authority', when: withData },

  { name: 'autonomyDegree', group: 'control', type: 'enum', options: ['low', 'medium', 'high'], needs: ['classification', 'passport'], sensitivity: 'public' },
  { name: 'humanControlPoint', group: 'control', type: 'multilingual', needs: ['classification', 'passport'], sensitivity: 'authority' },
  { name: 'overrideTestOn', group: 'control', type: 'date', sensitivity: 'authority' },
  { name: 'stopProcedure', group: 'control', type: 'tri', needs: ['operation'], sensitivity: 'authority' },
  { name: 'stopTestOn', group: 'control', type: 'date', sensitivity: 'authority' },
  { name: 'stopTestSeconds', group: 'control', type: 'number', sensitivity: 'authority' },
  { name: 'fallbackWithoutAi', group: 'control', type: 'multilingual', sensitivity: 'authority' },
  { name: 'affectedGroups', group: 'control', type: 'multilingual', needs: ['classification'], sensitivity: 'authority' },
  { name: 'affectsRightsOrInterests', group: 'control', type: 'tri', needs: ['classification', 'personal-data'], sensitivity: 'authority' },
  { name: 'fullyAutomatedDecision', group: 'control', type: 'tri', needs: ['classification', 'personal-data'], sensitivity: 'authority' },
  { name: 'explanationMethod', group: 'control', type: 'multilingual', sensitivity: 'authority' },

  { name: 'worstCredibleCase', group: 'classification', type: 'multilingual', needs: ['classification'], sensitivity: 'authority' },
  { name: 'reducesUserEfficiency', group: 'classification', type: 'tri', needs: ['classification'], sensitivity: 'authority' },
  { name: 'moralOrMaterialHarm', group: 'classification', type: 'tri', needs: ['classification'], sensitivity: 'authority' },
  { name: 'criticalDigitalObject', group: 'classification', type: 'tri', needs: ['classification', 'passport'], sensitivity: 'authority' },
  { name: 'formsStateResource', group: 'classification', type: 'tri', needs: ['classification'], sensitivity: 'authority' },
  { name: 'formerRiskNote', group: 'classification', type: 'text', sensitivity: 'internal' },

  { name: 'limitsAndErrorCosts', group: 'risk', type: 'multilingual', needs: ['classification'], sensitivity: 'authority' },
  { name: 'securityMeasures', group: 'risk', type: 'multilingual', needs: ['operation'], sensitivity: 'internal' },
  { name: 'lastRiskReview', group: 'risk', type: 'date', needs: ['operation'], sensitivity: 'authority' },
  { name: 'nextReview', group: 'risk', type: 'date', needs: ['operation'], sensitivity: 'authority' },

  { name: 'userNotice', group: 'transparency', type: 'tri', needs: ['operation'], sensitivity: 'public' },
  { name: 'userAgreement', group: 'transparency', type: 'tri', needs: ['operation'], sensitivity: 'public' },
  { name: 'characteristicsSheet', group: 'transparency', type: 'tri', needs: ['operation'], sensitivity: 'public' },
  { name: 'supportContact', group: 'transparency', type: 'text', needs: ['operation'], sensitivity: 'public' },
  { name: 'makesSyntheticResults', group: 'transparency', type: 'tri', needs: ['classification'], sensitivity: 'public' },
  { name: 'machineReadableMark', group: 'transparency', type: 'tri', sensitivity: 'authority', when: synthetic },
  { name: 'visibleMark', group: 'transparency', type: 'tri', sensitivity: 'authority', when: synthetic },
];

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
