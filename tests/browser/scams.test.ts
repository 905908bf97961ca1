import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileReport } from '@spring-rain/contract';
import { scamKinds } from '@spring-rain/engine';
import { playbook, words } from '@spring-rain/look';
import type { Browser } from 'playwright-core';
import { startTestServer, type TestServer } from '../../packages/server/src/platform/test-server.ts';
import { launchChromium } from './chromium.ts';
import { assertAccessible, assertNoSidewaysScroll, languages, pageMaxBytes, viewports, visit } from './visit.ts';

/** Plain cases of two kinds, which any model that may be shipped reads. */
const messages = {
  'zh-CN': {
    kind: 'fake-refund',
    text: '【云杉商城】您购买的奶粉检测不合格，可三倍退款，请加微信 tk_kefu88 联系客服办理退款',
  },
  en: {
    kind: 'impersonating-acquaintance',
    text: 'Hi mum, I broke my phone, this is my new number. Can you pay a bill for me today?',
  },
} as const;

let browser: Browser;
let server: TestServer;

before(async () => {
  browser = await launchChromium();
  server = await startTestServer({ listen: true });
});

after(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
});

for (const language of languages) {
  for (const viewport of ['phone', 'desktop'] as const) {
    for (const javaScript of [true, false]) {
      const name = `${language}, ${viewports[viewport].width} px, JavaScript ${javaScript ? 'on' : 'off'}`;
      test(`a person pastes a scam, reads which kind it is like, and opens its playbook (${name})`, async () => {
        await using visitor = await visit(browser, server.url, { language, viewport, javaScript });
        const { page } = visitor;
        const { kind, text } = messages[language];
        const w = words(language);

        await page.goto('/');
        await page.locator('textarea[name=text]').fill(text);
        await page.locator('form.box button').first().click();
        await page.waitForSelector('section.answer.caution');
        const answer = await page.locator('section.answer').innerText();
        assert.ok(answer.includes(w.suspicion.readsLike.trim()), answer);
        assert.ok(answer.includes(w.scamKinds[kind]), answer);
        assert.ok(answer.includes(w.suspicion.alike), answer);
        assert.ok((await page.locator('mark.phrase').count()) > 0, 'the wording is marked');
        const first = await page.locator('.steps li').first().innerText();
        assert.ok(first.startsWith(playbook(language, kind).doNow[0].lead), first);
        assert.ok(visitor.pageBytes() <= pageMaxBytes + text.length * 8, `${visitor.pageBytes()} bytes`);
        // Without scripts nothing in the page can look at it.
        if (javaScript) await assertAccessible(page);

        await page.locator(`section.answer a[href="/scams/${kind}"]`).click();
        await page.waitForURL(`**/scams/${kind}`);
        assert.equal(await page.locator('h1').innerText(), playbook(language, kind).title);
        assert.ok(visitor.pageBytes() <= pageMaxBytes, `${visitor.pageBytes()} bytes`);
        await assertNoSidewaysScroll(page);
        await page.locator('main a[href="/scams"]').click();
        await page.waitForURL('**/scams');
        assert.equal(await page.locator('main li a').count(), scamKinds.length);
        assert.ok(visitor.pageBytes() <= pageMaxBytes, `${visitor.pageBytes()} bytes`);
      });
    }
  }
}

for (const { language, viewport, dark } of [
  { language: 'zh-CN', viewport: 'phone', dark: true },
  { language: 'en', viewport: 'phone', dark: false },
  { language: 'en', viewport: 'desktop', dark: true },
] as const) {
  test(`every playbook is accessible and fits its window (${language}, ${viewport}, ${dark ? 'dark' : 'light'})`, async () => {
    await using visitor = await visit(browser, server.url, { language, viewport, dark, javaScript: true });
    for (const path of ['/scams', ...scamKinds.map((kind) => `/scams/${kind}`)]) {
      await visitor.page.goto(path);
      await assertAccessible(visitor.page).catch((cause: unknown) => {
        throw new Error(`${path}: ${String(cause)}`, { cause });
      });
    }
  });
}

test('a kind that there is not is a page that says so, whatever stands in the address', async () => {
  for (const path of ['/scams/nothing', '/scams/courier', '/scams/__proto__', '/scams/%3Cb%3E', '/scams/Romance']) {
    const refused = await fetch(`${server.url}${path}`, { headers: { 'accept-language': 'en' } });
    assert.equal(refused.status, 404, path);
    assert.match(await refused.text(), /<h1>/, path);
  }
});

test('a playbook is printed without what paper cannot use, and says where it stands', async () => {
  await using visitor = await visit(browser, server.url, { language: 'en', viewport: 'desktop', javaScript: false });
  const { page } = visitor;
  await page.goto('/scams/romance');
  await page.emulateMedia({ media: 'print' });
  for (const hidden of ['.banner', 'footer', 'main nav']) assert.ok(await page.locator(hidden).isHidden(), hidden);
  assert.match((await page.locator('.only-print').allInnerTexts()).join(' '), /\/paid .*\/scams\/romance/s);
  assert.ok(await page.locator('#do-now').isVisible());
});

test('the receipt of a report with a kind leads to its playbook', async () => {
  const filed = await server.call(
    fileReport,
    { body: { text: 'He says he is a soldier and needs money for a flight.', scamKind: 'romance' } },
    { headers: { 'idempotency-key': 'a-report-of-a-romance' } },
  );
  await using visitor = await visit(browser, server.url, { language: 'en', viewport: 'phone', javaScript: false });
  const { page } = visitor;
  await page.goto('/receipt');
  await page.locator('input[name=receipt]').fill(filed.body.receipt);
  await page.locator('form[action="/receipt"] button').first().click();
  await page.locator('a[href="/scams/romance"]').click();
  assert.equal(await page.locator('h1').innerText(), playbook('en', 'romance').title);
});
