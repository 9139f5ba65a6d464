import type { Component } from 'svelte';
import type { MessageKey } from '../shared/i18n/translate.ts';
import { euPack } from '../shared/assessments/policy.ts';
import type { System } from '../shared/systems/contract.ts';
import type { TabProps } from './lib/tab.ts';
import ClassificationTab from './assessments/ClassificationTab.svelte';
import DataProtectionTab from './assessments/DataProtectionTab.svelte';
import EuTab from './assessments/EuTab.svelte';
import DutiesTab from './assessments/DutiesTab.svelte';
import SubmissionTab from './assessments/SubmissionTab.svelte';
import DossiersTab from './dossiers/DossiersTab.svelte';
import EvidenceTab from './evidence/EvidenceTab.svelte';
import CardTab from './systems/CardTab.svelte';
import HistoryTab from './systems/HistoryTab.svelte';
import VersionsTab from './systems/VersionsTab.svelte';

export interface SystemTab {
  /** Last part of the address: `#/systems/<id>/<tab>`. */
  id: string;
  label: MessageKey;
  component: Component<TabProps>;
  /** Short note beside the label, such as a count. */
  note?: (system: System) => string | undefined;
}

/** Tabs of a system, in order. The first one opens where the address names none. */
export const systemTabs: readonly SystemTab[] = [
  { id: 'card', label: 'systems.tabs.card', component: CardTab, note: (system) => `${system.completeness} %` },
  { id: 'classification', label: 'systems.tabs.classification', component: ClassificationTab },
  { id: 'data-protection', label: 'systems.tabs.dataProtection', component: DataProtectionTab },
  { id: 'submission', label: 'systems.tabs.submission', component: SubmissionTab },
  { id: euPack, label: 'eu.tab', component: EuTab },
  { id: 'duties', label: 'systems.tabs.duties', component: DutiesTab },
  { id: 'evidence', label: 'assessments.evidence.title', component: EvidenceTab },
  { id: 'dossiers', label: 'systems.tabs.dossiers', component: DossiersTab },
  {
    id: 'versions',
    label: 'systems.tabs.versions',
    component: VersionsTab,
    note: (system) => String(system.versions.length),
  },
  { id: 'history', label: 'systems.tabs.history', component: HistoryTab },
];
