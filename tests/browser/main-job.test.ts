import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { answerReporter, decideReport, listIndicator, listReports } from '@spring-rain/contract';
import { words } from '@spring-rain/look';
import type { Browser, Page } from 'playwright-core';
import { startTestServer, type TestServer } from '../../packages/server/src/platform/test-server.ts';
import { launchChromium } from './chromium.ts';
import {
  assertAccessible,
  assertNoSidewaysScroll,
  languages,
  pageMaxBytes,
  type VisitLanguage,
  viewports,
  visit,
} from './visit.ts';

const listedHost = 'tuikuan-kefu.top';
const message = `【云杉商城】您的订单可退款，请登录 http://${listedHost}/r?id=7 或加微信 tk_kefu88 办理`;

let browser: Browser;
let server: TestServer;
let baseUrl: string;

before(async () => {
  browser = await launchChromium();
  server = await startTestServer({ listen: true });
  baseUrl = server.url;
  await server.call(listIndicator, {
    body: { kind: 'domain', value: listedHost, by: 'officer', reason: 'asks for cards in the name of a shop' },
  });
});

after(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
});

for (const language of languages) {
  for (const viewport of ['phone', 'desktop'] as const) {
    for (const javaScript of [true, false]) {
      const name = `${language}, ${viewports[viewport].width} px, JavaScript ${javaScript ? 'on' : 'off'}`;
      test(`a person pastes, reads the verdict, reports, and follows the receipt (${name})`, async () => {
        await using visitor = await visit(browser, baseUrl, { language, viewport, javaScript });
        const { page } = visitor;

        await page.goto('/');
        await page.locator('textarea[name=text]').fill(message);
        await page.locator('form.box button').first().click();
        await assertVerdict(page, language);
        assert.ok(visitor.pageBytes() <= pageMaxBytes + message.length * 8, `${visitor.pageBytes()} bytes`);

        await page.locator('#report button').click();
        assert.equal(await page.locator('textarea[name=text]').inputValue(), message);
        await page.locator('form[action="/report"] > button').click();
        const receipt = await readReceipt(page);

        await answerLatest(language);
        await openReceipt(page, receipt);
        assert.match(await page.locator('main').innerText(), /answer-for-/);
        await assertNoSidewaysScroll(page);
      });
    }
  }
}

test('everything can be done by keyboard alone', async () => {
  await using visitor = await visit(browser, baseUrl, { language: 'en', viewport: 'desktop', javaScript: true });
  const { page } = visitor;
  await page.goto('/');
  await tabTo(page, 'textarea[name=text]');
  await page.keyboard.type(`call me at ${listedHost}`);
  await tabTo(page, 'form.box button');
  await page.keyboard.press('Enter');
  await page.waitForSelector('section.answer.known-scam');
  await tabTo(page, '#report button');
  await page.keyboard.press('Enter');
  await page.waitForSelector('form[action="/report"]');
  await tabTo(page, 'form[action="/report"] > button');
  await page.keyboard.press('Enter');
  assert.match(await readReceipt(page), /^[0-9]{16}$/);
});

test('the language is the visitor’s, can be switched on an answer, and stays', async () => {
  await using visitor = await visit(browser, baseUrl, { language: 'zh-CN', viewport: 'phone', javaScript: false });
  const { page } = visitor;
  await page.goto('/');
  assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN');
  await page.locator('textarea[name=text]').fill(listedHost);
  await page.locator('form.box button').first().click();
  await page.getByText('English', { exact: true }).click();
  await page.waitForSelector('html[lang=en] section.answer.known-scam');
  await page.goto('/report');
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
});

test('someone who has paid is one tap from the numbers to call, and their report stands first', async () => {
  await using visitor = await visit(browser, baseUrl, { language: 'zh-CN', viewport: 'phone', javaScript: false });
  const { page } = visitor;
  await page.goto('/receipt');
  await page.locator('a.paid').click();
  assert.ok((await page.locator('a[href^="tel:"]').count()) > 0, 'numbers to call');
  await page.locator('form[action="/report"] textarea[name=text]').fill('刚刚转账给骗子');
  await page.locator('form[action="/report"] button').last().click();
  await readReceipt(page);
  const { body } = await server.call(listReports, { query: { limit: 1 } });
  assert.equal(body.rows[0]?.moneyMoving, true);
  assert.equal(body.rows[0]?.excerpt, '刚刚转账给骗子');
});

test('a page that nobody has reported never reads as safe, and shows no green', async () => {
  await using visitor = await visit(browser, baseUrl, { language: 'en', viewport: 'desktop', javaScript: false });
  const { page } = visitor;
  await page.goto('/');
  await page.locator('textarea[name=text]').fill('see quiet-unknown-site.com');
  await page.locator('form.box button').first().click();
  assert.match(await page.locator('section.answer').innerText(), /not.*safe/i);
  assert.equal(await page.locator('html.without-green').count(), 1);
});

test('a hostile message is shown as text', async () => {
  await using visitor = await visit(browser, baseUrl, { language: 'en', viewport: 'desktop', javaScript: true });
  const { page } = visitor;
  const hostile = `<img src=x onerror=alert(1)> "><script>alert(1)</script> '; drop table report; -- ${listedHost}`;
  await page.goto('/');
  await page.locator('textarea[name=text]').fill(hostile);
  await page.locator('form.box button').first().click();
  await page.waitForSelector('section.answer');
  assert.equal(await page.locator('main img, main script').count(), 0);
  assert.ok((await page.locator('main').innerText()).includes('<img src=x onerror=alert(1)>'));
});

describe('every page is accessible, fits its window and weighs little', () => {
  const paths = [
    '/',
    '/report',
    '/paid',
    '/paid?country=CN',
    '/receipt',
    '/appeal',
    '/sources',
    '/promises',
    '/developers',
    '/nothing-here',
  ];
  for (const language of languages) {
    for (const viewport of ['phone', 'desktop'] as const) {
      for (const dark of [false, true]) {
        test(`${language}, ${viewport}, ${dark ? 'dark' : 'light'}`, async () => {
          for (const path of paths) {
            // A page that is not there is an answer of 404, which a browser notes as an error: it is asked for alone.
            await using visitor = await visit(browser, baseUrl, {
              language,
              viewport,
              dark,
              javaScript: true,
              expectsRefusal: path === '/nothing-here',
            });
            await visitor.page.goto(path);
            await assertAccessible(visitor.page);
            if (path !== '/developers')
              assert.ok(visitor.pageBytes() <= pageMaxBytes, `${path}: ${visitor.pageBytes()} bytes`);
          }
        });
      }
    }
  }

  test('the pages that answer a form are accessible too', async () => {
    for (const language of languages) {
      await using visitor = await visit(browser, baseUrl, { language, viewport: 'phone', javaScript: true });
      const { page } = visitor;
      await page.goto('/');
      await page.locator('textarea[name=text]').fill(message);
      await page.locator('form.box button').first().click();
      await page.waitForSelector('section.answer');
      await assertAccessible(page);
      await page.locator('#report button').click();
      await page.waitForSelector('form[action="/report"]');
      await assertAccessible(page);
      await page.locator('form[action="/report"] > button').click();
      const receipt = await readReceipt(page);
      await assertAccessible(page);
      await openReceipt(page, receipt);
      await assertAccessible(page);
    }
  });
});

async function assertVerdict(page: Page, language: VisitLanguage): Promise<void> {
  await page.waitForSelector('section.answer.known-scam');
  assert.equal(await page.locator('section.answer h1').innerText(), words(language).verdicts['known-scam'].sentence);
  const marks = await page.locator('mark').allInnerTexts();
  assert.ok(
    marks.some((mark) => mark.includes(`http://${listedHost}/r?id=7`)),
    `marked: ${marks.join(' | ')}`,
  );
}

async function readReceipt(page: Page): Promise<string> {
  await page.waitForSelector('.receipt');
  const receipt = (await page.locator('.receipt').first().innerText()).replace(/\D/g, '');
  assert.match(receipt, /^[0-9]{16}$/);
  return receipt;
}

async function openReceipt(page: Page, receipt: string): Promise<void> {
  await page.goto('/receipt');
  await page.locator('input[name=receipt]').fill(receipt);
  await page.locator('form[action="/receipt"] button').first().click();
  await page.waitForSelector('.timeline');
}

async function answerLatest(language: VisitLanguage): Promise<void> {
  const { body } = await server.call(listReports, { query: { limit: 200 } });
  for (const { id, state } of body.rows) {
    if (state !== 'received') continue;
    await server.call(decideReport, { params: { id }, body: { action: 'confirm', by: 'officer', reason: 'checked' } });
    await server.call(answerReporter, { params: { id }, body: { by: 'officer', text: `answer-for-${language}` } });
  }
}

/** Presses Tab until the element has the focus: what cannot be reached so, cannot be reached by keyboard. */
async function tabTo(page: Page, selector: string): Promise<void> {
  const tabsMax = 60;
  for (let pressed = 0; pressed < tabsMax; pressed++) {
    await page.keyboard.press('Tab');
    const there: unknown = await page.evaluate(`document.activeElement?.matches(${JSON.stringify(selector)}) ?? false`);
    if (there === true) return;
  }
  assert.fail(`${selector} was not reached in ${tabsMax} tabs`);
}
