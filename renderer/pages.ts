import type { Component } from 'svelte';
import type { PageName } from './lib/router.svelte.ts';
import AssessmentsPage from './assessments/AssessmentsPage.svelte';
import DutiesPage from './assessments/DutiesPage.svelte';
import QuestionnairePage from './assessments/QuestionnairePage.svelte';
import ReevaluationPage from './assessments/ReevaluationPage.svelte';
import CalendarPage from './calendar/CalendarPage.svelte';
import CrosswalkPage from './crosswalk/CrosswalkPage.svelte';
import ComposePage from './dossiers/ComposePage.svelte';
import DossierPage from './dossiers/DossierPage.svelte';
import DossiersPage from './dossiers/DossiersPage.svelte';
import EvidencePage from './evidence/EvidencePage.svelte';
import HomePage from './home/HomePage.svelte';
import ImportPage from './imports/ImportPage.svelte';
import LedgerPage from './ledger/LedgerPage.svelte';
import PackPage from './packs/PackPage.svelte';
import PacksPage from './packs/PacksPage.svelte';
import RegisterPage from './registers/RegisterPage.svelte';
import RestorePage from './restores/RestorePage.svelte';
import SettingsPage from './settings/SettingsPage.svelte';
import SystemPage from './systems/SystemPage.svelte';
import SystemsPage from './systems/SystemsPage.svelte';
import VerificationPage from './verification/VerificationPage.svelte';

/** What every page gets from the address. */
export interface PageProps {
  params: Record<string, string>;
  query: URLSearchParams;
}

/** A page that needs nothing of the address takes no props. */
export type PageComponent = Component<PageProps> | Component<Record<string, never>>;

/** The component of each page. A page that is not here is not offered in the rail. */
export const pages: Partial<Record<PageName, PageComponent>> = {
  home: HomePage,
  systems: SystemsPage,
  system: SystemPage,
  systemTab: SystemPage,
  register: RegisterPage,
  imports: ImportPage,
  restore: RestorePage,
  ledger: LedgerPage,
  packs: PacksPage,
  pack: PackPage,
  crosswalk: CrosswalkPage,
  calendar: CalendarPage,
  settings: SettingsPage,
  assess: QuestionnairePage,
  assessments: AssessmentsPage,
  reevaluation: ReevaluationPage,
  duties: DutiesPage,
  evidence: EvidencePage,
  compose: ComposePage,
  composeOrganisation: ComposePage,
  dossiers: DossiersPage,
  dossier: DossierPage,
  verification: VerificationPage,
};
