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
    if (reason === 'net::ERR_ABORTED' && leftBehind(request)) return;
    if (reason === 'net::ERR_ABORTED' && isOfCatalog(request)) return;
    problems.push(`${request.method()} ${request.url()}: ${reason}`);
  });
  return problems;
}

/** The catalog's own list gives up a query of its filters when it makes the next one. */
function isOfCatalog(request: Request): boolean {
  return (
    request.method() === 'GET' &&
    new URL(request.url()).pathname.startsWith('/api/catalog/')
  );
}

/**
 * Leaving a page, for another document or for another view of the app, ends what it was still loading. A
 * request that is aborted while its page stays is a problem like any other.
 */
function watchNavigations(page: Page): (request: Request) => boolean {
  let navigations = 0;
  const madeAt = new WeakMap<Request, number>();
  page.on('framenavigated', frame => {
    if (frame === page.mainFrame()) navigations += 1;
  });
  page.on('request', request => {
    if (request.isNavigationRequest()) navigations += 1;
    madeAt.set(request, navigations);
  });
  return request =>
    request.isNavigationRequest() ||
    (madeAt.get(request) ?? navigations) < navigations;
}
