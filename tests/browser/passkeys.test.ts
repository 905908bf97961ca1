import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { words } from '@spring-rain/look';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { makePerson } from '../../packages/server/src/modules/accounts/test-staff.ts';
import { inTransaction } from '../../packages/server/src/platform/context.ts';
import { startTestServer, type TestServer } from '../../packages/server/src/platform/test-server.ts';
import { launchChromium } from './chromium.ts';
import { assertAccessible, languages, visit } from './visit.ts';

let browser: Browser;
let server: TestServer;
let url: string;

before(async () => {
  browser = await launchChromium();
  server = await startTestServer();
  // A passkey is bound to a name, and an address is none.
  url = server.url.replace('127.0.0.1', 'localhost');
});

after(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
});

/** A device in the browser that keeps passkeys and always finds its user to be there. */
async function addDevice(page: Page): Promise<{ readonly cdp: CDPSession; readonly authenticatorId: string }> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { cdp, authenticatorId };
}

/** As after a sign-in: the session’s cookie is in the browser. */
async function signIn(page: Page): Promise<void> {
  const { headers } = await makePerson(server, { roles: ['investigator'] });
  const value = headers.cookie?.replace('desk=', '') ?? '';
  await page.context().addCookies([{ name: 'desk', value, url, httpOnly: true, sameSite: 'Strict' }]);
}

for (const language of languages) {
  test(`a person adds a passkey, signs out, and signs in with it alone (${language})`, async () => {
    await using visitor = await visit(browser, url, {
      language,
      viewport: 'phone',
      javaScript: true,
      expectsRefusal: true,
    });
    const { page } = visitor;
    const w = words(language).passkeys;
    const { cdp, authenticatorId } = await addDevice(page);
    await signIn(page);

    await page.goto('/desk/passkeys');
    assert.ok((await page.locator('main').innerText()).includes(w.none));
    await assertAccessible(page);
    await page.locator('input[name=name]').fill('<b>My</b> phone');
    await page.getByRole('button', { name: w.addSend, exact: true }).click();
    await page.locator('li', { hasText: '<b>My</b> phone' }).waitFor();
    await assertAccessible(page);
    const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId });
    assert.equal(credentials.length, 1);

    await page.goto('/desk');
    await page.locator('form[action="/desk/sign-out"] button').click();
    await page.waitForURL('**/desk/sign-in');
    await assertAccessible(page);
    await page.getByRole('button', { name: w.signIn }).click();
    await page.waitForURL('**/desk');
    assert.ok((await page.locator('main').innerText()).includes(words(language).account.factors.passkey));

    await page.goto('/desk/passkeys');
    await page.getByRole('button', { name: w.remove }).click();
    await page.locator('section.problem').waitFor();
    assert.ok((await page.locator('main').innerText()).includes('<b>My</b> phone'), 'the last way in stays');
  });
}

test('a passkey that is not known here signs nobody in, and the page says so', async () => {
  await using visitor = await visit(browser, url, {
    language: 'en',
    viewport: 'desktop',
    javaScript: true,
    expectsRefusal: true,
  });
  const { page } = visitor;
  await addDevice(page);
  await signIn(page);
  await page.goto('/desk/passkeys');
  await page.locator('input[name=name]').fill('Laptop');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.locator('li', { hasText: 'Laptop' }).waitFor();
  const gate = server.resources.context({ role: 'accounts', name: 'test' });
  await inTransaction(gate, (tx) => tx.db.deleteFrom('passkey').execute());
  await page.goto('/desk/sign-in');
  await page.getByRole('button', { name: words('en').passkeys.signIn }).click();
  await page.locator('[data-passkey-state]', { hasText: 'does not count here' }).waitFor();
  assert.match(page.url(), /\/desk\/sign-in$/);
});

test('without scripts the button is not there, and the page of passkeys says what it needs', async () => {
  await using visitor = await visit(browser, url, { language: 'en', viewport: 'phone', javaScript: false });
  const { page } = visitor;
  await page.goto('/desk/sign-in');
  assert.ok(await page.locator('[data-passkey-sign-in]').isHidden());
  await signIn(page);
  await page.goto('/desk/passkeys');
  assert.ok((await page.locator('main').innerText()).includes(words('en').passkeys.needsScript));
});
