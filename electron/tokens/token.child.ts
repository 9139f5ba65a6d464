/**
 * A process of its own around a vendor's library, because such a library may crash or hang. It is started with `fork` or
 * as a utility process of Electron, answers one question at a time and ends with the one that started it.
 */
import { AppError, toWireError } from '../../shared/lib/errors.ts';
import { requireLoadable } from './library-file.ts';
import type { TokenAnswers, TokenQuestion, TokenReply } from './messages.ts';
import { tokenError } from './token-errors.ts';
import { createTokenSession, type TokenSession } from './token-session.ts';
import { loadVendorLibrary, requireTokenSupport } from './vendor-library.ts';

/** The port Electron gives a utility process. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}
const { parentPort } = process as unknown as { parentPort?: ParentPort };

let session: TokenSession | undefined;

function loaded(): TokenSession {
  if (!session) throw new Error('no library is loaded');
  return session;
}

async function answer(question: TokenQuestion): Promise<TokenAnswers[TokenQuestion['kind']]> {
  switch (question.kind) {
    case 'support':
      await requireTokenSupport();
      return null;
    case 'load':
      requireLoadable(question.library, process.platform, process.arch);
      session = createTokenSession(await loadVendorLibrary(question.library));
      return null;
    case 'slots':
      return loaded().slots();
    case 'certificates':
      return loaded().certificates(question.slot, question.login);
    case 'open':
      return loaded().open(question.slot, question.certificate, question.login);
    case 'sign':
      return loaded().sign(question, question.data);
    case 'close':
      session?.close();
      return null;
  }
}

async function take(question: TokenQuestion): Promise<void> {
  let reply: TokenReply;
  try {
    reply = { done: await answer(question) };
  } catch (thrown) {
    const error = tokenError(thrown);
    reply = {
      failed: toWireError(
        error instanceof AppError ? error : new AppError('internal', String(error), { reason: 'token-driver-stopped' }),
      ),
    };
  } finally {
    if ('login' in question) question.login?.pin?.fill(0);
  }
  if (parentPort) parentPort.postMessage(reply);
  else process.send?.(reply);
}

if (parentPort) parentPort.on('message', ({ data }) => void take(data as TokenQuestion));
else {
  process.on('message', (question) => void take(question as TokenQuestion));
  process.on('disconnect', () => process.exit());
}
