import {
  compareStates,
  readDatabaseState,
} from '../../scripts/demo/orders/DatabaseState';
import { DemoWorld } from './support/DemoWorld';
import { PortalPage } from './support/PortalPage';
import { tabTo } from './support/tabTo';

jest.setTimeout(180_000);

const askButton = 'Restore this state…';

/** One story told in order: each test starts from where the one before has left the page. */
describe('a restore by two people in the portal', () => {
  let world: DemoWorld;
  let portal: PortalPage;

  const difference = async () => {
    const { parts, signal } = world.context;
    const { stateBefore } = parts.get('failed');
    const url = parts.get('orders').url('backup');
    return compareStates(stateBefore, await readDatabaseState(url, signal));
  };

  beforeAll(async () => {
    world = await DemoWorld.create();
    await world.playUntilDamage();
    portal = await PortalPage.open(world.context.portalUrl);
  });

  afterEach(async () => {
    const { currentTestName } = expect.getState();
    await portal?.takeScreenshot(
      `end of ${currentTestName?.split(' in the portal ')[1]}`,
    );
  });

  afterAll(async () => {
    await portal?.close();
    await world?.end();
  });

  it('shows dana what is wrong and what the last known good is', async () => {
    const { page } = portal;
    await page.getByRole('button', { name: 'Dana · ' }).waitFor();
    await portal.takeScreenshot('1-sign-in');
    await portal.signIn('Dana');
    await portal.openRecovery();

    await page
      .getByRole('heading', {
        level: 2,
        name: 'Orders database: At risk',
      })
      .waitFor();
    await page
      .getByText(/The newest recovery point from before deployment/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: askButton }).waitFor();
    await portal.takeScreenshot('2-tab-red');
    await portal.takeScreenshot('2-tab-red-whole', { fullPage: true });
    expect(await difference()).not.toEqual([]);
  });

  it('opens from the link in the log of the failed pipeline, with everything filled in', async () => {
    const { page } = portal;
    const { parts, signal } = world.context;
    const { pipeline, deploymentId } = parts.get('failed');
    const projects = parts.get('projects');
    const summary = await projects.waitForEnd(pipeline, signal);
    const log = await projects.logOf(summary, 'safepoint-on-failure');
    expect(log).toContain(`Deployment ${deploymentId}`);
    await page.goto(/Restore: (\S+)/.exec(log)?.[1] ?? '');
    const dialog = page.getByRole('dialog', {
      name: 'Restore Orders database in production',
    });
    await expectChosen(
      dialog.getByRole('radio', { name: /^.*Last known good/ }),
    );
    const reason = dialog.getByRole('textbox', { name: /Why is it restored/ });
    expect(await reason.inputValue()).toMatch(
      /^Deployment \w+ of orders failed/,
    );
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(new URL(page.url()).search).toBe('?environment=production');
  });

  it('lets dana ask for the restore by keyboard alone', async () => {
    const { page } = portal;
    const { keyboard } = page;
    await tabTo(page, page.getByRole('button', { name: askButton }));
    await keyboard.press('Enter');
    const dialog = page.getByRole('dialog', {
      name: 'Restore Orders database in production',
    });
    await dialog
      .getByText('1 other person must approve before it starts.')
      .waitFor();
    await expectChosen(
      dialog.getByRole('radio', { name: /^.*Last known good/ }),
    );

    await tabTo(page, dialog.getByRole('textbox', { name: /Why is it/ }));
    await keyboard.type('Deployment 2 has multiplied all prices.');
    await tabTo(page, dialog.getByRole('textbox', { name: /Type orders-db/ }));
    await portal.takeScreenshot('3-wizard');
    await keyboard.type('orders');
    await keyboard.press('Enter');
    await dialog.getByText('This is not orders-db.').waitFor();
    await keyboard.type('-db');
    await tabTo(
      page,
      dialog.getByRole('button', { name: 'Ask for this restore' }),
    );
    await keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
  });

  it('offers dana no approval of her own request', async () => {
    const { page } = portal;
    await page.getByText('Waits for another person’s approval.').waitFor();
    expect(await page.getByRole('button', { name: 'Approve…' }).count()).toBe(
      0,
    );
  });

  it('shows audrey the request that waits, and nothing to decide on it with', async () => {
    const { page } = portal;
    await portal.switchUser('Audrey');
    await portal.openRecovery();
    await page
      .getByText(/Deployment 2 has multiplied all prices\./)
      .first()
      .waitFor();
    await page.getByText('Waits for another person’s approval.').waitFor();
    for (const name of ['Approve…', 'Reject…']) {
      expect(await page.getByRole('button', { name }).count()).toBe(0);
    }
  });

  it('lets sam approve with the mouse, and restores', async () => {
    const { page } = portal;
    await portal.switchUser('Sam');
    await portal.openRecovery();
    await page.getByRole('button', { name: 'Approve…' }).click();
    const dialog = page.getByRole('dialog', {
      name: 'Approve the restore of Orders database',
    });
    await dialog
      .getByText(/dana asks: Deployment 2 has multiplied all prices\./)
      .waitFor();
    await dialog.getByRole('textbox', { name: 'Comment' }).click();
    await page.keyboard.type('Seen the damage. Go.');
    await portal.takeScreenshot('4-approval');
    await dialog.getByRole('button', { name: 'Approve', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });

    const request = page
      .getByRole('listitem')
      .filter({ hasText: 'Deployment 2 has multiplied all prices.' });
    await request.getByText('Approved by sam').waitFor();
    await request
      .getByText('succeeded', { exact: true })
      .waitFor({ timeout: 60_000 });
    await request.getByText('Proven to L3').waitFor();
    await request.getByText(/The old store is kept as/).waitFor();
    expect(await difference()).toEqual([]);
  });

  it('tells on the tab that the state in use is proven at L3', async () => {
    const { page } = portal;
    await page
      .getByText(/^L3, (now|\d+ (seconds?|minutes?) ago)$/)
      .first()
      .waitFor();
    await portal.takeScreenshot('5-tab-after');
    await portal.takeScreenshot('5-tab-after-whole', { fullPage: true });
    await page.getByRole('link', { name: 'Overview', exact: true }).click();
    await page.getByText('Last proof').waitFor();
    await portal.takeScreenshot('6-overview');
  });

  it('shows audrey everything and lets her change nothing', async () => {
    const { page } = portal;
    await portal.switchUser('Audrey');
    await portal.openRecovery();
    await page.getByText('Approved by sam').waitFor();
    for (const name of ['Back up now', 'Run drill', askButton]) {
      const button = page.getByRole('button', { name });
      await button.waitFor();
      expect(await isUnavailable(button)).toBe(true);
    }
    const marks = await page
      .getByRole('button', { name: /^Mark deployment [0-9a-f]{8} bad$/ })
      .all();
    expect(marks.length).toBeGreaterThanOrEqual(2);
    for (const mark of marks) expect(await isUnavailable(mark)).toBe(true);
    await portal.takeScreenshot('7-auditor');
  });

  it.each([
    ['1280 pixels', { width: 1280, colorScheme: 'light' }],
    ['400 pixels', { width: 400, colorScheme: 'light' }],
    ['the dark theme', { width: 1280, colorScheme: 'dark' }],
  ] as const)('fits %s without scrolling sideways', async (name, look) => {
    const { page } = portal;
    await page.emulateMedia({ colorScheme: look.colorScheme });
    await page.setViewportSize({ width: look.width, height: 900 });
    await page
      .getByRole('heading', { name: /^Orders database: / })
      .first()
      .waitFor();
    await portal.takeScreenshot(`8-tab-${name}`, { fullPage: true });
    const width = await page.evaluate(
      () => document.documentElement.scrollWidth,
    );
    expect(width).toBeLessThanOrEqual(look.width);
  });

  it('has had no error on the console and no failed request', () => {
    expect(portal.problems).toEqual([]);
  });
});

async function expectChosen(
  radio: ReturnType<PortalPage['page']['getByRole']>,
) {
  expect(await radio.isChecked()).toBe(true);
}

async function isUnavailable(
  button: ReturnType<PortalPage['page']['getByRole']>,
): Promise<boolean> {
  const aria = await button.getAttribute('aria-disabled');
  return aria === 'true' || (await button.isDisabled());
}
