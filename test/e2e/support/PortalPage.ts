import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { watchPage } from './watchPage';

const screenshotsFolder = path.resolve(__dirname, '../screenshots');
const waitMilliseconds = 10_000;

/** A window of a real Chromium on the portal; `problems` is whatever went wrong in it. */
export class PortalPage {
  readonly page: Page;
  readonly problems: string[];
  readonly #browser: Browser;

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser;
    this.page = page;
    this.problems = watchPage(page);
  }

  static async open(url: string): Promise<PortalPage> {
    const browser = await chromium.launch({
      executablePath: process.env.SAFEPOINT_CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
    const page = await browser.newPage({
      baseURL: url,
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
      locale: 'en-GB',
    });
    page.setDefaultTimeout(waitMilliseconds);
    const opened = new PortalPage(browser, page);
    await page.goto('/');
    return opened;
  }

  /** On the page of sign-in: chooses one of the demo's users with the mouse. */
  async signIn(name: string): Promise<void> {
    await this.page.getByRole('button', { name: `${name} · ` }).click();
    await this.page
      .getByRole('link', { name, exact: true })
      .waitFor({ state: 'visible' });
  }

  /** Signs out as a person does, and in again as somebody else. */
  async switchUser(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Switch user' }).click();
    await this.signIn(name);
  }

  /** From wherever one is, through the catalog to the tab. */
  async openRecovery(): Promise<void> {
    await this.page.goto('/catalog/default/component/orders');
    await this.page
      .getByRole('link', { name: 'Recovery', exact: true })
      .click();
    await this.page
      .getByRole('heading', { name: /^Orders database: / })
      .waitFor();
  }

  /** Leaves a picture; the whole page, or what the window shows. */
  async takeScreenshot(
    name: string,
    options: { fullPage?: boolean } = {},
  ): Promise<void> {
    await mkdir(screenshotsFolder, { recursive: true });
    await this.page.mouse.move(0, 0);
    await this.page.screenshot({
      ...options,
      path: path.join(screenshotsFolder, `${name}.png`),
      animations: 'disabled',
    });
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }
}
