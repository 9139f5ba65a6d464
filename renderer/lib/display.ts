import { locales } from './i18n.svelte.ts';
import { settings } from './settings.svelte.ts';

/** The three switches of the top bar, also reached by keys. */
export const display = {
  toggleTheme: (): void => void settings.set({ theme: settings.theme === 'dark' ? 'light' : 'dark' }),
  toggleDensity: (): void =>
    void settings.set({ density: settings.values.density === 'compact' ? 'comfortable' : 'compact' }),
  nextLocale: (): void => {
    const at = locales.findIndex((locale) => locale.code === settings.values.locale);
    const next = locales[(at + 1) % locales.length];
    if (next) void settings.set({ locale: next.code });
  },
};
