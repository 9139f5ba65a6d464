/**
 * All texts of the product by language and slice. A key is `<slice>.<name>` with dots for nesting inside the
 * slice's file; English gives the type, a test keeps the other languages complete.
 */
import enFrame from './en/frame.json' with { type: 'json' };
import enErrors from './en/errors.json' with { type: 'json' };
import enWorkspace from './en/workspace.json' with { type: 'json' };
import enOrganisation from './en/organisation.json' with { type: 'json' };
import enSystems from './en/systems.json' with { type: 'json' };
import enFields from './en/fields.json' with { type: 'json' };
import enOptions from './en/options.json' with { type: 'json' };
import enRegisters from './en/registers.json' with { type: 'json' };
import enImports from './en/imports.json' with { type: 'json' };
import enPacks from './en/packs.json' with { type: 'json' };
import enPackTools from './en/packTools.json' with { type: 'json' };
import enEvidence from './en/evidence.json' with { type: 'json' };
import enAssessments from './en/assessments.json' with { type: 'json' };
import enReevaluation from './en/reevaluation.json' with { type: 'json' };
import enEu from './en/eu.json' with { type: 'json' };
import enDossiers from './en/dossiers.json' with { type: 'json' };
import enReport from './en/report.json' with { type: 'json' };
import enSignatures from './en/signatures.json' with { type: 'json' };
import enTokens from './en/tokens.json' with { type: 'json' };
import enNcalayer from './en/ncalayer.json' with { type: 'json' };
import enLedger from './en/ledger.json' with { type: 'json' };
import enRestores from './en/restores.json' with { type: 'json' };
import enSettings from './en/settings.json' with { type: 'json' };
import enHome from './en/home.json' with { type: 'json' };
import enCalendar from './en/calendar.json' with { type: 'json' };
import enCrosswalk from './en/crosswalk.json' with { type: 'json' };
import enCli from './en/cli.json' with { type: 'json' };
import ruFrame from './ru/frame.json' with { type: 'json' };
import ruErrors from './ru/errors.json' with { type: 'json' };
import ruWorkspace from './ru/workspace.json' with { type: 'json' };
import ruOrganisation from './ru/organisation.json' with { type: 'json' };
import ruSystems from './ru/systems.json' with { type: 'json' };
import ruFields from './ru/fields.json' with { type: 'json' };
import ruOptions from './ru/options.json' with { type: 'json' };
import ruRegisters from './ru/registers.json' with { type: 'json' };
import ruImports from './ru/imports.json' with { type: 'json' };
import ruPacks from './ru/packs.json' with { type: 'json' };
import ruPackTools from './ru/packTools.json' with { type: 'json' };
import ruEvidence from './ru/evidence.json' with { type: 'json' };
import ruAssessments from './ru/assessments.json' with { type: 'json' };
import ruReevaluation from './ru/reevaluation.json' with { type: 'json' };
import ruEu from './ru/eu.json' with { type: 'json' };
import ruDossiers from './ru/dossiers.json' with { type: 'json' };
import ruReport from './ru/report.json' with { type: 'json' };
import ruSignatures from './ru/signatures.json' with { type: 'json' };
import ruTokens from './ru/tokens.json' with { type: 'json' };
import ruNcalayer from './ru/ncalayer.json' with { type: 'json' };
import ruLedger from './ru/ledger.json' with { type: 'json' };
import ruRestores from './ru/restores.json' with { type: 'json' };
import ruSettings from './ru/settings.json' with { type: 'json' };
import ruHome from './ru/home.json' with { type: 'json' };
import ruCalendar from './ru/calendar.json' with { type: 'json' };
import ruCrosswalk from './ru/crosswalk.json' with { type: 'json' };
import ruCli from './ru/cli.json' with { type: 'json' };
import kkFrame from './kk/frame.json' with { type: 'json' };
import kkErrors from './kk/errors.json' with { type: 'json' };
import kkWorkspace from './kk/workspace.json' with { type: 'json' };
import kkOrganisation from './kk/organisation.json' with { type: 'json' };
import kkSystems from './kk/systems.json' with { type: 'json' };
import kkFields from './kk/fields.json' with { type: 'json' };
import kkOptions from './kk/options.json' with { type: 'json' };
import kkRegisters from './kk/registers.json' with { type: 'json' };
import kkImports from './kk/imports.json' with { type: 'json' };
import kkPacks from './kk/packs.json' with { type: 'json' };
import kkPackTools from './kk/packTools.json' with { type: 'json' };
import kkEvidence from './kk/evidence.json' with { type: 'json' };
import kkAssessments from './kk/assessments.json' with { type: 'json' };
import kkReevaluation from './kk/reevaluation.json' with { type: 'json' };
import kkEu from './kk/eu.json' with { type: 'json' };
import kkDossiers from './kk/dossiers.json' with { type: 'json' };
import kkReport from './kk/report.json' with { type: 'json' };
import kkSignatures from './kk/signatures.json' with { type: 'json' };
import kkTokens from './kk/tokens.json' with { type: 'json' };
import kkNcalayer from './kk/ncalayer.json' with { type: 'json' };
import kkLedger from './kk/ledger.json' with { type: 'json' };
import kkRestores from './kk/restores.json' with { type: 'json' };
import kkSettings from './kk/settings.json' with { type: 'json' };
import kkHome from './kk/home.json' with { type: 'json' };
import kkCalendar from './kk/calendar.json' with { type: 'json' };
import kkCrosswalk from './kk/crosswalk.json' with { type: 'json' };
import kkCli from './kk/cli.json' with { type: 'json' };

const en = {
  frame: enFrame,
  errors: enErrors,
  workspace: enWorkspace,
  organisation: enOrganisation,
  systems: enSystems,
  fields: enFields,
  options: enOptions,
  registers: enRegisters,
  imports: enImports,
  restores: enRestores,
  packs: enPacks,
  packTools: enPackTools,
  evidence: enEvidence,
  assessments: enAssessments,
  reevaluation: enReevaluation,
  eu: enEu,
  dossiers: enDossiers,
  report: enReport,
  signatures: enSignatures,
  tokens: enTokens,
  ncalayer: enNcalayer,
  ledger: enLedger,
  settings: enSettings,
  home: enHome,
  calendar: enCalendar,
  crosswalk: enCrosswalk,
  cli: enCli,
};
const ru = {
  frame: ruFrame,
  errors: ruErrors,
  workspace: ruWorkspace,
  organisation: ruOrganisation,
  systems: ruSystems,
  fields: ruFields,
  options: ruOptions,
  registers: ruRegisters,
  imports: ruImports,
  restores: ruRestores,
  packs: ruPacks,
  packTools: ruPackTools,
  evidence: ruEvidence,
  assessments: ruAssessments,
  reevaluation: ruReevaluation,
  eu: ruEu,
  dossiers: ruDossiers,
  report: ruReport,
  signatures: ruSignatures,
  tokens: ruTokens,
  ncalayer: ruNcalayer,
  ledger: ruLedger,
  settings: ruSettings,
  home: ruHome,
  calendar: ruCalendar,
  crosswalk: ruCrosswalk,
  cli: ruCli,
};
const kk = {
  frame: kkFrame,
  errors: kkErrors,
  workspace: kkWorkspace,
  organisation: kkOrganisation,
  systems: kkSystems,
  fields: kkFields,
  options: kkOptions,
  registers: kkRegisters,
  imports: kkImports,
  restores: kkRestores,
  packs: kkPacks,
  packTools: kkPackTools,
  evidence: kkEvidence,
  assessments: kkAssessments,
  reevaluation: kkReevaluation,
  eu: kkEu,
  dossiers: kkDossiers,
  report: kkReport,
  signatures: kkSignatures,
  tokens: kkTokens,
  ncalayer: kkNcalayer,
  ledger: kkLedger,
  settings: kkSettings,
  home: kkHome,
  calendar: kkCalendar,
  crosswalk: kkCrosswalk,
  cli: kkCli,
};

export const catalogues = { en, ru, kk };
