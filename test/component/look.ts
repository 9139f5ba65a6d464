import '../../renderer/tokens.css';
import '../../renderer/app.css';
import '../../renderer/extra.css';
import { language } from '../../renderer/lib/i18n.svelte.ts';
import { translator } from '../../shared/i18n/translate.ts';

// The components are looked at with the real style sheets, in one language.
language.current = 'ru';
document.documentElement.lang = 'ru';
document.documentElement.dataset['theme'] = 'light';

/** Texts of the language the components are shown in. */
export const t = translator('ru');
