import type * as Electron from 'electron';
import { tokenChildFile, type TokenChild } from '../tokens/driver.ts';
import type { TokenReply } from '../tokens/messages.ts';

/**
 * Starts the process around a token's library as a utility process: the packed application does not run as Node. On macOS
 * the libraries of vendors carry other signatures than the application, so they have to be let in.
 */
export function utilityTokenChild(
  { fork }: Pick<typeof Electron.utilityProcess, 'fork'>,
  platform: NodeJS.Platform,
): TokenChild {
  const child = fork(tokenChildFile, [], {
    stdio: 'ignore',
    serviceName: 'Tizilim tokens',
    ...(platform === 'darwin' ? { allowLoadingUnsignedLibraries: true } : {}),
  });
  return {
    post: (question) => child.postMessage(question),
    onReply: (listener) => void child.on('message', (reply: TokenReply) => listener(reply)),
    onExit: (listener) => void child.on('exit', (code) => listener(code)),
    kill: () => void child.kill(),
  };
}
