import type { CommandLine, Session } from 'electron';
import { isOurs } from './origin.ts';

/** Switches that leave Chromium nothing to resolve or fetch by itself. Set before the application is ready. */
export const networkSwitches: readonly (readonly [string, string?])[] = [
  ['host-resolver-rules', 'MAP * ~NOTFOUND'],
  ['disable-background-networking'],
  ['disable-component-update'],
  ['disable-domain-reliability'],
  ['disable-sync'],
  ['disable-quic'],
  ['disable-breakpad'],
  ['no-pings'],
];

export function setNetworkSwitches(commandLine: Pick<CommandLine, 'appendSwitch'>): void {
  for (const [name, value] of networkSwitches) {
    if (value === undefined) commandLine.appendSwitch(name);
    else commandLine.appendSwitch(name, value);
  }
}

/** Whether a request may leave the page: our own files, data it made itself, and developer tools while not packaged. */
export function mayLoad(address: string, packaged: boolean): boolean {
  if (isOurs(address) || address.startsWith('data:') || address.startsWith('blob:app://bundle/')) return true;
  return !packaged && address.startsWith('devtools://');
}

/**
 * Cancels every other request of the session. The last listener of an event replaces the one before, so this is set
 * once. The spell checker is off because it would fetch dictionaries.
 */
export function blockNetwork(session: Pick<Session, 'webRequest' | 'setSpellCheckerEnabled'>, packaged: boolean): void {
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !mayLoad(url, packaged) }));
  session.setSpellCheckerEnabled(false);
}
