import { createContext } from 'svelte';

export interface Crumb {
  label: string;
  href?: string;
}

/** The path shown in the top bar. */
export class Crumbs {
  items: readonly Crumb[] = $state.raw([]);
}

const [read, provide] = createContext<Crumbs>();
export { provide as provideCrumbs };

/** Says where the page is, last part without an address. To be called while a page is made. */
export function crumbs(items: () => readonly Crumb[]): void {
  const target = read();
  $effect.pre(() => {
    target.items = items();
  });
}
