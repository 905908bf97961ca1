import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { listIndicator } from '@spring-rain/contract';
import { words } from '@spring-rain/look';
import type { Browser, Page } from 'playwright-core';
import { drawChat, drawCode, stack } from '../../packages/server/src/modules/screenshots/test-pictures.ts';
import { startTestServer, type TestServer } from '../../packages/server/src/platform/test-server.ts';
import { launchChromium } from './chromium.ts';
import {
  assertAccessible,
  assertNoSidewaysScroll,
  languages,
  pageMaxBytes,
  type VisitLanguage,
  visit,
} from './visit.ts';

/** A person has a scam on the screen, and cannot copy it: the screenshot goes into the box. */

const listedHost = 'tuikuan-kefu.top';
const imageReading = { loadMaxMs: 120_000, readMaxMs: 120_000, beginPartMaxMs: 100_000 };

let browser: Browser;
let server: TestServer;
let screenshot: Buffer;

before(async () => {
  browser = await launchChromium();
  server = await startTestServer({ imageReading });
  await server.call(listIndicator, {
    body: { kind: 'domain', value: listedHost, by: 'officer', reason: 'asks for cards in the name of a shop' },
  });
  screenshot = await stack(
    await drawChat([
      { text: `您的订单可以双倍退款，请登录 http://${listedHost}/r 办理`, ground: '#ffffff', ink: '#111111' },
      { text: '好的，马上办', ground: '#95ec69', ink: '#111111', isOwn: true },
    ]),
    await drawCode('javascript:alert(1)'),
  );
});

after(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
});

const upload = () => ({ name: 'screen.png', mimeType: 'image/png', buffer: screenshot });

for (const language of languages) {
  for (const javaScript of [true, false]) {
    test(`a screenshot is chosen, read and answered (${language}, JavaScript ${javaScript ? 'on' : 'off'})`, async () => {
      await using visitor = await visit(browser, server.url, { language, viewport: 'phone', javaScript });
      const { page } = visitor;
      await page.goto('/');
      assert.ok(visitor.pageBytes() <= pageMaxBytes, `${visitor.pageBytes()} bytes`);
      await page.locator('input[type=file]').setInputFiles(upload());
      await page.locator('form.box button').first().click();
      await assertRead(page, language);
      assert.ok(visitor.pageBytes() <= pageMaxBytes, `${visitor.pageBytes()} bytes`);
      await assertNoSidewaysScroll(page);
      if (javaScript) await assertAccessible(page);

      await page.locator('header form button.language').click();
      await assertRead(page, language === 'en' ? 'zh-CN' : 'en');
      await page.locator('#report button').click();
      assert.match(await page.locator('textarea[name=text]').inputValue(), new RegExp(`http://${listedHost}/r`));
    });
  }
}

async function assertRead(page: Page, language: VisitLanguage): Promise<void> {
  await page.waitForSelector(`html[lang="${language}"] section.answer.known-scam`, { timeout: 120_000 });
  const told = await page.locator('main').innerText();
  const { fromPicture, fromPictureNote } = words(language).home;
  assert.ok(told.includes(fromPicture) && told.includes(fromPictureNote), told);
  const marks = (await page.locator('mark').allInnerTexts()).join('');
  assert.ok(marks.includes(`http://${listedHost}/r`), marks);
  assert.equal(await page.locator('main a[href^="javascript"], main img, main script').count(), 0);
  assert.ok(told.includes('javascript:alert(1)'));
}

test('a screenshot can be pasted or dropped where scripts run; text that comes with one is what was meant', async () => {
  await using visitor = await visit(browser, server.url, { language: 'en', viewport: 'desktop', javaScript: true });
  const { page } = visitor;
  for (const how of ['paste', 'drop'] as const) {
    await page.goto('/');
    assert.equal(await give(page, how, { withText: true }), 0, `${how} with text`);
    assert.equal(await give(page, how, { withText: false }), 1, how);
    await page.locator('form.box button').first().click();
    await assertRead(page, 'en');
  }
});

/** Gives the picture to the box as a browser does; answers how many files the form then holds. */
async function give(page: Page, how: 'paste' | 'drop', { withText }: { withText: boolean }): Promise<number> {
  const script = `(() => {
    const bytes = Uint8Array.from(atob(${JSON.stringify(screenshot.toString('base64'))}), (c) => c.charCodeAt(0));
    const given = new DataTransfer();
    given.items.add(new File([bytes], 'screen.png', { type: 'image/png' }));
    if (${withText}) given.items.add('copied words', 'text/plain');
    const box = document.querySelector('textarea[name=text]');
    const options = { bubbles: true, cancelable: true };
    box.dispatchEvent(${how === 'paste'}
      ? new ClipboardEvent('paste', { ...options, clipboardData: given })
      : new DragEvent('drop', { ...options, dataTransfer: given }));
    return document.querySelector('input[type=file]').files.length;
  })()`;
  return (await page.evaluate(script)) as number;
}

test('what is no picture is refused on the page, with the typed text still in the box', async () => {
  await using visitor = await visit(browser, server.url, {
    language: 'en',
    viewport: 'phone',
    javaScript: false,
    expectsRefusal: true,
  });
  const { page } = visitor;
  await page.goto('/');
  await page.locator('textarea[name=text]').fill('he said it is urgent');
  const fake = { name: 'screen.png', mimeType: 'image/png', buffer: Buffer.from('<svg onload="alert(1)"/>') };
  await page.locator('input[type=file]').setInputFiles(fake);
  await page.locator('form.box button').first().click();
  await page.waitForSelector('.problem[role=alert]');
  assert.equal(await page.locator('textarea[name=text]').inputValue(), 'he said it is urgent');
  assert.equal(await page.locator('input[type=file][aria-invalid=true]').count(), 1);
});
