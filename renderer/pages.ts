import type { Component } from 'svelte';
import type { PageName } from './lib/router.svelte.ts';
import SystemPage from './systems/SystemPage.svelte';
import SystemsPage from './systems/SystemsPage.svelte';

/** What every page gets from the address. */
export interface PageProps {
  params: Record<string, string>;
  query: URLSearchParams;
}

/** The component of each page. A page that is not here is not offered in the rail. */
export const pages: Partial<Record<PageName, Component<PageProps>>> = {
  systems: SystemsPage,
  system: SystemPage,
  systemTab: SystemPage,
};
