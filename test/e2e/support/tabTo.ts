import type { Locator, Page } from 'playwright-core';

const mostPresses = 120;

/** Presses Tab until the focus is on the element, as a person without a mouse does; throws if it is out of reach. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let presses = 0; presses < mostPresses; presses++) {
    const isReached = await target.evaluate(
      element => element === document.activeElement,
    );
    if (isReached) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The Tab key does not lead to ${target}`);
}
