import type { Settings } from '../../shared/settings/contract.ts';
import { api } from './api.ts';
import { language } from './i18n.svelte.ts';
import { toasts } from './toast.svelte.ts';

const darkScheme = '(prefers-color-scheme: dark)';

/** Choices of the person at this computer, applied to the page and remembered by the host. */
class SettingsState {
  values: Settings = $state.raw({
    locale: 'ru',
    documentLocale: 'ru',
    theme: 'system',
    density: 'comfortable',
    actor: '',
    singleKeys: true,
    dossierView: 'content',
    pageZoom: 'width',
    tokenLibrary: '',
  });
  systemDark = $state(globalThis.matchMedia?.(darkScheme).matches ?? false);
  /** What the page shows now. */
  theme = $derived(this.values.theme === 'system' ? (this.systemDark ? 'dark' : 'light') : this.values.theme);

  constructor() {
    globalThis.matchMedia?.(darkScheme).addEventListener('change', (event) => {
      this.systemDark = event.matches;
      this.#apply();
    });
  }

  async load(): Promise<void> {
    this.values = await api.settings.get({});
    this.#apply();
  }

  /** Takes a choice over at once and remembers it. */
  async set(part: Partial<Settings>): Promise<void> {
    this.values = { ...this.values, ...part };
    this.#apply();
    try {
      await api.settings.set(part);
    } catch (error) {
      toasts.fail(error);
    }
  }

  #apply(): void {
    language.current = this.values.locale;
    const root = globalThis.document?.documentElement;
    if (!root) return;
    root.lang = this.values.locale;
    root.dataset['theme'] = this.values.theme === 'system' ? (this.systemDark ? 'dark' : 'light') : this.values.theme;
    root.dataset['density'] = this.values.density;
  }
}

export const settings = new SettingsState();
