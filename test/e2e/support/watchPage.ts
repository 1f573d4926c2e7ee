import type { Page } from 'playwright-core';

/** Collects from now on what goes wrong in a page: errors on its console, exceptions, requests that fail. */
export function watchPage(page: Page): string[] {
  const problems: string[] = [];
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
    // Leaving a page ends what it was still loading.
    if (reason === 'net::ERR_ABORTED') return;
    problems.push(`${request.method()} ${request.url()}: ${reason}`);
  });
  return problems;
}
