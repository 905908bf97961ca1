/** Pictures of the main pages for the README and for looking at: `node tools/make-screenshots.ts ADDRESS FOLDER [RECEIPT]`. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchChromium } from '../tests/browser/chromium.ts';

const [address, folder, receipt] = process.argv.slice(2);
if (address === undefined || folder === undefined) {
  throw new Error(
    'Wanted: node tools/make-screenshots.ts ADDRESS FOLDER [RECEIPT], with a server (npm run demo) at ADDRESS.',
  );
}

/** They name a number or link of the demo, and read like a kind of scam. */
const messages = {
  en: 'USPS: your parcel is held. Update within 12 hours: https://usps.parcel-hold-demo.xyz/track or call 202-555-0143',
  'zh-CN': '您的奶粉检测不合格，可三倍退款，请登录 https://tuikuan.yunshan-demo.top/r?id=7 或加微信 yunshan_tk88',
} as const;
const sizes = {
  phone: { width: 360, height: 740 },
  narrow: { width: 320, height: 640 },
  desktop: { width: 1280, height: 800 },
} as const;

await mkdir(folder, { recursive: true });
const browser = await launchChromium();
for (const language of ['en', 'zh-CN'] as const) {
  for (const size of ['phone', 'narrow', 'desktop'] as const) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({
        baseURL: address,
        locale: language,
        viewport: sizes[size],
        colorScheme,
      });
      const page = await context.newPage();
      const name = (what: string) =>
        join(folder, `${what}-${language}-${size}${colorScheme === 'dark' ? '-dark' : ''}.png`);
      await take(page, name, language);
      await context.close();
    }
  }
}
await browser.close();

async function take(page: Page, name: (what: string) => string, language: keyof typeof messages): Promise<void> {
  await page.goto('/');
  await page.screenshot({ path: name('home') });
  await page.locator('textarea[name=text]').fill(messages[language]);
  await page.locator('form.box button').first().click();
  await page.waitForSelector('section.answer');
  await page.screenshot({ path: name('answer'), fullPage: true });
  const toPlaybook = page.locator('section.answer a[href^="/scams/"]');
  if ((await toPlaybook.count()) > 0) {
    await toPlaybook.first().click();
    await page.waitForURL('**/scams/*');
    await page.screenshot({ path: name('playbook'), fullPage: true });
  }
  for (const path of ['/report', '/paid', '/sources', '/scams']) {
    await page.goto(path);
    await page.screenshot({ path: name(path.slice(1)), fullPage: path !== '/sources' });
  }
  if (receipt === undefined) return;
  await page.goto('/receipt');
  await page.locator('input[name=receipt]').fill(receipt);
  await page.locator('form[action="/receipt"] button').first().click();
  await page.waitForSelector('.timeline');
  await page.screenshot({ path: name('status'), fullPage: true });
}
