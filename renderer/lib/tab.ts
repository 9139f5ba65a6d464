import type { System } from '../../shared/systems/contract.ts';

/** What every tab of a system gets. */
export interface TabProps {
  system: System;
  query: URLSearchParams;
  /** Takes over the record a command gave back. */
  onchange: (system: System) => void;
}
