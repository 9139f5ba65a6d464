import type { CustomScheme, Protocol } from 'electron';
import type { Page } from '../host/pages.ts';
import { securityHeaders } from '../host/policy.ts';
import { isOurs, scheme } from './origin.ts';

/** Privileges of our scheme: a standard, secure origin with fetch; neither beyond the policy nor open to other origins. */
export const pageScheme: CustomScheme = {
  scheme,
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
};

/** Answers a request from the table of built files. The path is looked up as it is and never reaches the disk. */
export function answerPage(request: Pick<Request, 'url' | 'method'>, pages: ReadonlyMap<string, Page>): Response {
  if (request.method !== 'GET' || !isOurs(request.url)) {
    return new Response('forbidden', { status: 403, headers: securityHeaders });
  }
  const page = pages.get(new URL(request.url).pathname);
  if (!page) return new Response('not found', { status: 404, headers: securityHeaders });
  return new Response(page.bytes, { headers: { ...securityHeaders, 'Content-Type': page.mime } });
}

/** Serves the page under our scheme, on our session only. */
export function servePages(protocol: Pick<Protocol, 'handle'>, pages: ReadonlyMap<string, Page>): void {
  protocol.handle(scheme, (request) => answerPage(request, pages));
}
