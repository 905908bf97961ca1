import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { words } from '@spring-rain/look';
import type { Browser } from 'playwright-core';
import { assets } from '../../packages/pages/src/assets.ts';
import { samplePages } from '../../packages/pages/src/test-data.ts';
import { sampleDeskPages } from '../../packages/pages/src/test-desk.ts';
import { launchChromium } from './chromium.ts';
import { assertAccessible, assertNoSidewaysScroll, languages, visit } from './visit.ts';

/** Every page in every state, from made-up data, in a real browser under the strict policy; no database behind it. */

const policy =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const served = assets();
const samples = new Map(
  languages.map((language) => [language, new Map([...samplePages(language), ...sampleDeskPages(language)])]),
);
const followers = new Set<ServerResponse>();

let browser: Browser;
let server: Server;
let baseUrl: string;
/** What the status page's own address answers: set by the test that follows a receipt. */
let statusNow = '';

before(async () => {
  server = createServer((request, response) => {
    const [path] = (request.url ?? '/').split('?');
    if (path === '/api/receipt/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`: open\n\nid: 1\n`);
      followers.add(response);
      response.on('close', () => followers.delete(response));
      return;
    }
    if (path === '/receipt' && request.method === 'POST') {
      request.resume();
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(statusNow);
      return;
    }
    const asset = served.get(path!.replace('/assets/', ''));
    if (asset !== undefined) {
      response.writeHead(200, { 'content-type': asset.type }).end(asset.bytes);
      return;
    }
    const [, language, name] = path!.split('/');
    const html = samples.get(language as (typeof languages)[number])?.get(name ?? '');
    response.writeHead(html === undefined ? 404 : 200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
    });
    response.end(html ?? '');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await launchChromium();
});

after(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
});

for (const language of languages) {
  for (const look of [
    { viewport: 'phone', dark: false },
    { viewport: 'desktop', dark: true },
  ] as const) {
    test(`every page in every state is accessible (${language}, ${look.viewport}, ${look.dark ? 'dark' : 'light'})`, async () => {
      await using visitor = await visit(browser, baseUrl, { language, javaScript: true, ...look });
      for (const name of samples.get(language)!.keys()) {
        await visitor.page.goto(`/${language}/${name}`);
        await assertAccessible(visitor.page).catch((cause: unknown) => {
          throw new Error(`${name}: ${String(cause)}`, { cause });
        });
      }
    });
  }
}

test('lines, letters and words set far apart by the reader break no page (WCAG 1.4.12)', async () => {
  await using visitor = await visit(browser, baseUrl, { language: 'en', viewport: 'phone', javaScript: true });
  for (const name of samples.get('en')!.keys()) {
    await visitor.page.goto(`/en/${name}`);
    await visitor.page.evaluate(`document.documentElement.classList.add('spaced');
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('.spaced * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } .spaced p { margin-bottom: 2em !important }');
      document.adoptedStyleSheets = [sheet];`);
    await assertNoSidewaysScroll(visitor.page).catch((cause: unknown) => {
      throw new Error(`${name}: ${String(cause)}`, { cause });
    });
  }
});

for (const dark of [false, true]) {
  test(`nothing on a "no record" page is green (${dark ? 'dark' : 'light'})`, async () => {
    await using visitor = await visit(browser, baseUrl, { language: 'en', viewport: 'phone', javaScript: true, dark });
    await visitor.page.goto('/en/known-scam');
    assert.notDeepEqual(await visitor.page.evaluate(greenElements), [], 'the check sees green where there is green');
    for (const name of ['no-record', 'nothing-found']) {
      await visitor.page.goto(`/en/${name}`);
      assert.deepEqual(await visitor.page.evaluate(greenElements), [], name);
    }
  });
}

// As text: it runs in the page. Green is a colour whose green part is clearly the greatest.
const greenElements = `[...document.querySelectorAll('*')].flatMap((element) => {
  const style = getComputedStyle(element);
  return ['color', 'backgroundColor', 'borderLeftColor', 'borderTopColor', 'borderBottomColor', 'accentColor'].flatMap((name) => {
    const [red, green, blue] = (style[name].match(/[0-9.]+/g) ?? []).map(Number);
    return green > red + 15 && green >= blue ? [element.tagName + ' ' + name + ' ' + style[name]] : [];
  });
})`;

test('the way past the banner is the first stop of the keyboard', async () => {
  await using visitor = await visit(browser, baseUrl, { language: 'en', viewport: 'phone', javaScript: false });
  const { page } = visitor;
  await page.goto('/en/home');
  await page.keyboard.press('Tab');
  const skip = page.locator('.skip');
  assert.ok(await skip.evaluate((element) => element === element.ownerDocument.activeElement));
  assert.ok((await skip.boundingBox())!.x >= 0, 'it is seen when it has the focus');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  assert.equal(await page.locator(':focus').getAttribute('name'), 'text');
});

test('a form learns the visitor’s clock, and a long text its length', async () => {
  await using visitor = await visit(browser, baseUrl, { language: 'en', viewport: 'phone', javaScript: true });
  const { page } = visitor;
  await page.goto('/en/report');
  assert.equal(await page.locator('[name=utcOffsetMinutes]').inputValue(), '480');
  await page.locator('#text').fill('a'.repeat(7_999));
  assert.equal(await page.locator('.count').innerText(), '');
  await page.locator('#text').fill('a'.repeat(10_001));
  assert.equal(await page.locator('.count').innerText(), '10001 / 10000');
});

test('times are shown on the visitor’s own clock', async () => {
  await using visitor = await visit(browser, baseUrl, { language: 'en', viewport: 'phone', javaScript: true });
  await visitor.page.goto('/en/status-new');
  assert.match(await visitor.page.locator('.timeline time').innerText(), /20 November 2026 at 16:00/);
});

test('the receipt is copied, and printed without what paper cannot use', async () => {
  await using visitor = await visit(browser, baseUrl, { language: 'en', viewport: 'phone', javaScript: true });
  const { page, context } = visitor;
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/en/given-money');
  await page.getByRole('button', { name: words('en').given.copy }).click();
  await page.getByRole('button', { name: words('en').given.copied }).waitFor();
  assert.equal(await page.evaluate('navigator.clipboard.readText()'), '1234567890123452');
  await page.emulateMedia({ media: 'print' });
  for (const hidden of ['.banner', 'footer', '.tools', 'form']) {
    assert.ok(await page.locator(hidden).first().isHidden(), hidden);
  }
  assert.ok(await page.locator('.receipt').isVisible());
  assert.match(await page.locator('.only-print').innerText(), /https:\/\/rain\.example\/receipt/);
});

test('without scripts there is no button that does nothing', async () => {
  await using visitor = await visit(browser, baseUrl, { language: 'en', viewport: 'phone', javaScript: false });
  await visitor.page.goto('/en/given');
  assert.ok(await visitor.page.locator('.tools').isHidden());
  assert.ok(await visitor.page.locator('.receipt').isVisible());
});

test('the flood task is solved in the background and put into the form', async () => {
  await using visitor = await visit(browser, baseUrl, { language: 'en', viewport: 'phone', javaScript: true });
  const { page } = visitor;
  await page.goto('/en/report-proof');
  await page.getByText(words('en').proof.done).waitFor();
  const proof = await page.locator('[name=proof]').inputValue();
  const { challenge, solution } = JSON.parse(Buffer.from(proof, 'base64').toString());
  assert.ok(solution.derivedKey.startsWith(challenge.parameters.keyPrefix));
});

test('without scripts the form carries its waiting ticket and says how long to wait', async () => {
  await using visitor = await visit(browser, baseUrl, { language: 'en', viewport: 'phone', javaScript: false });
  await visitor.page.goto('/en/report-proof');
  assert.equal(await visitor.page.locator('[name=proof]').inputValue(), 'ticket');
  assert.ok(await visitor.page.getByText(words('en').proof.wait(20)).isVisible());
});

test('an open status page refreshes itself, and what is being typed stays', async () => {
  statusNow = samples.get('en')!.get('status-full')!;
  await using visitor = await visit(browser, baseUrl, { language: 'en', viewport: 'phone', javaScript: true });
  const { page } = visitor;
  await page.goto('/en/status-new');
  await page.locator('#text').fill('half a sentence');
  while (followers.size === 0) await page.waitForTimeout(20);
  for (const follower of followers) follower.write('event: report.answered\ndata: {}\n\n');
  await page.getByText(words('en').status.fresh).waitFor();
  assert.ok(await page.locator('.timeline .answered').isVisible());
  assert.equal(await page.locator('#text').inputValue(), 'half a sentence');
});
