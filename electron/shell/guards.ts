import type { App, Event as ElectronEvent, Session, WebContents } from 'electron';
import { isOurs } from './origin.ts';

/** The one permission the page has: putting text it made on the clipboard. */
const allowedPermission = 'clipboard-sanitized-write';

function allows(permission: string, from: string): boolean {
  return permission === allowedPermission && isOurs(from);
}

type PermissionSession = Pick<
  Session,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
>;

/** Denies cameras, devices, notifications and everything else that asks. Request and check are answered separately by Electron. */
export function denyPermissions(session: PermissionSession): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(allows(permission, details.requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) => {
    return allows(permission, requestingOrigin.endsWith('/') ? requestingOrigin : `${requestingOrigin}/`);
  });
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
}

/** No download starts from the page: files are written by the save dialog of the main process. */
export function denyDownloads(session: Pick<Session, 'on'>): void {
  session.on('will-download', (event) => event.preventDefault());
}

function guardContents(contents: WebContents): void {
  const stay = (event: ElectronEvent<{ url: string }>): void => {
    if (!isOurs(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** Keeps every web contents, whoever makes it, on our origin: no navigation away, no new window, no webview. */
export function guardNavigation(app: Pick<App, 'on'>): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents));
}
