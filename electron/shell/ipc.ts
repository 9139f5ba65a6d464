import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import { AppError, toWireError } from '../../shared/lib/errors.ts';
import type { Reply } from '../../shared/lib/wire.ts';
import { safeFileName } from '../host/file-name.ts';
import type { HostedServices } from '../host/hosted-services.ts';
import { maxFileBytes, tooLarge } from '../host/policy.ts';
import { channels } from './bridge.ts';
import type { FileDialogs } from './file-dialogs.ts';
import { origin } from './origin.ts';
import { ShellRequest } from './requests.ts';

export interface IpcParts {
  ipcMain: Pick<IpcMain, 'handle'>;
  services: HostedServices;
  dialogs: FileDialogs;
  /** Identifier of the web contents of our window, or undefined while there is none. */
  windowId(): number | undefined;
  log(line: string): void;
}

/** Only the top frame of our own window, showing our own page, may call. */
export function isTrustedSender(
  event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>,
  windowId: number | undefined,
): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && frame.origin === origin && event.sender.id === windowId;
}

async function answer(request: ShellRequest, { services, dialogs }: IpcParts): Promise<Reply> {
  switch (request.kind) {
    case 'call':
      return services.dispatch(request.name, request.input, request.job);
    case 'cancel':
      services.dispatch.cancel(request.job);
      return { ok: true, value: null };
    case 'pickFiles':
      return { ok: true, value: await dialogs.open(request.accept, request.several) };
    case 'putFile': {
      if (request.bytes.length > maxFileBytes) throw tooLarge(request.name, maxFileBytes);
      const mime = request.mime === '' ? undefined : request.mime;
      return { ok: true, value: services.files.put(safeFileName(request.name), request.bytes, mime) };
    }
    case 'read':
      return { ok: true, value: dialogs.read(request.ref) };
    case 'save':
      return { ok: true, value: await dialogs.save(request.ref, request.suggestedName) };
  }
}

/** Answers the page on the one channel. Every outcome is a Reply; nothing is ever thrown to the page. */
export function registerIpc(parts: IpcParts): void {
  parts.ipcMain.handle(channels.request, async (event, message: unknown): Promise<Reply> => {
    try {
      if (!isTrustedSender(event, parts.windowId())) throw new AppError('forbidden', 'call from an unknown frame');
      const request = ShellRequest.safeParse(message);
      if (!request.success) throw new AppError('invalid', 'bad request', { reason: 'bad-input' });
      return await answer(request.data, parts);
    } catch (error) {
      if (error instanceof AppError) return { ok: false, error: toWireError(error) };
      parts.log(`shell error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return { ok: false, error: { code: 'internal', message: 'error in the shell', details: {} } };
    }
  });
}
