import type { Component } from 'svelte';
import type { KeySource } from '../../../shared/dossiers/contract.ts';
import type { MessageKey } from '../../../shared/i18n/translate.ts';
import type { api } from '../../lib/api.ts';
import FileKey from './FileKey.svelte';
import NationalKey from './NationalKey.svelte';
import TokenKey from './TokenKey.svelte';

/** What the services tell of a key that was opened. */
export type KeyInfo = Awaited<ReturnType<typeof api.dossiers.keyInfo>>;

/** A key ready to sign with: what the call takes, and whose it is. */
export interface KeyChoice {
  source: KeySource;
  info: KeyInfo;
}

/**
 * What the dialog and the inputs of a source share. The component sets `chosen` once its key can be used and shows its own
 * failures; the dialog sets it back to null where signing failed, and takes the component away when it closes.
 */
export interface KeyProps {
  chosen: KeyChoice | null;
  /** Set while the component waits, so that the dialog is not closed under it. */
  busy: boolean;
}

/** The sources of keys in the order they are offered. */
export const keySources: readonly {
  kind: KeySource['kind'];
  label: MessageKey;
  component: Component<KeyProps, object, 'chosen' | 'busy'>;
}[] = [
  { kind: 'ncalayer', label: 'ncalayer.source', component: NationalKey },
  { kind: 'file', label: 'dossiers.page.keySources.file', component: FileKey },
  { kind: 'token', label: 'tokens.source', component: TokenKey },
];
