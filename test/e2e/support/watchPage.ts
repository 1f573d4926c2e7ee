import type { Page, Request } from 'playwright-core';

/** Collects from now on what goes wrong in a page: errors on its console, exceptions, requests that fail. */
export function watchPage(page: Page): string[] {
  const problems: string[] = [];
  const leftBehind = watchNavigations(page);
  page.on('console', message => {
    if (message.type() === 'error') {
      problems.push(`console: ${message.text()} (${message.location().url})`);
    }
  });
  page.on('pageerror', error => problems.push(`exception: ${error.stack}`));
  page.on('response', response => {
    if (response.status() >= 400) {
      problems.push(
        `${response
          .request()
          .method()} ${response.url()}: ${response.status()}`,
      );
    }
  });
  page.on('requestfailed', request => {
    const reason = request.failure()?.errorText;
    const isAborted = reason === 'net::ERR_ABORTED';
    if (isAborted && (leftBehind(request) || !isOurs(request))) return;
    problems.push(`${request.method()} ${request.url()}: ${reason}`);
  });
  return problems;
}

/** Backstage's own pages take requests back when their filters change; ours never do. */
function isOurs(request: Request): boolean {
  return new URL(request.url()).pathname.startsWith('/api/safepoint/');
}

/**
 * Leaving a page, for another document or for another view of the app, ends what it was still loading. A
 * request that is aborted while its page stays is a problem like any other.
 */
function watchNavigations(page: Page): (request: Request) => boolean {
  let navigations = 0;
  // From the request for another document until it is there, the old one still loads, and is cut off.
  let isLeaving = false;
  const madeAt = new WeakMap<Request, number>();
  page.on('framenavigated', frame => {
    if (frame !== page.mainFrame()) return;
    navigations += 1;
    isLeaving = false;
  });
  page.on('request', request => {
    if (request.isNavigationRequest()) isLeaving = true;
    madeAt.set(request, navigations);
  });
  return request =>
    isLeaving ||
    request.isNavigationRequest() ||
    (madeAt.get(request) ?? navigations) < navigations;
}
