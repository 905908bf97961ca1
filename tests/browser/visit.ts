import assert from 'node:assert/strict';
import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';

export const languages = ['zh-CN', 'en'] as const;
export type VisitLanguage = (typeof languages)[number];

/** The narrowest phone that is promised, and a desktop. */
export const viewports = {
  phone: { width: 320, height: 640 },
  desktop: { width: 1280, height: 800 },
} as const;

/** Beside what the visitor typed: HTML and style sheet. */
export const pageMaxBytes = 30 * 1024;

export interface Visit extends AsyncDisposable {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Bytes of the last page and of what it fetched, scripts not counted. */
  pageBytes(): number;
}

export interface VisitOptions {
  readonly language: VisitLanguage;
  readonly viewport: keyof typeof viewports;
  readonly javaScript: boolean;
  readonly dark?: boolean;
  /** The page asked for is a refusal (404): the browser's own note of it is no error of ours. */
  readonly expectsRefusal?: boolean;
}

/** A visitor with a browser of their own; any error in the console, or a failed fetch, fails the visit at its end. */
export async function visit(browser: Browser, baseUrl: string, options: VisitOptions): Promise<Visit> {
  const context = await browser.newContext({
    baseURL: baseUrl,
    locale: options.language,
    viewport: viewports[options.viewport],
    javaScriptEnabled: options.javaScript,
    colorScheme: options.dark === true ? 'dark' : 'light',
    timezoneId: 'Asia/Shanghai',
  });
  const page = await context.newPage();
  const errors: string[] = [];
  const weights = new Map<string, number>();
  page.on('console', (message) => {
    const refusal = options.expectsRefusal === true && message.text().startsWith('Failed to load resource');
    if (!refusal && ['error', 'warning'].includes(message.type())) errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('response', async (response) => {
    const type = response.request().resourceType();
    if (type === 'document') weights.clear();
    if (type !== 'document' && type !== 'stylesheet' && type !== 'image') return;
    const body = await response.body().catch(() => Buffer.alloc(0));
    weights.set(response.url(), body.length);
  });
  return {
    page,
    context,
    pageBytes: () => [...weights.values()].reduce((sum, bytes) => sum + bytes, 0),
    [Symbol.asyncDispose]: async () => {
      await context.close();
      assert.deepEqual(errors, [], 'no error in the console');
    },
  };
}

/** No WCAG 2.2 AA violation that a machine can find, and nothing to scroll sideways. */
export async function assertAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  // As text: the code runs in the page, whose globals this program does not have.
  const violations: unknown = await page.evaluate(`(async () => {
    const runOnly = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const { violations } = await axe.run(document, { runOnly });
    return violations.map(({ id, nodes }) => id + ': ' + nodes.map((node) => node.html).join(' | '));
  })()`);
  assert.deepEqual(violations, []);
  await assertNoSidewaysScroll(page);
}

/** The page is no wider than the window. */
export async function assertNoSidewaysScroll(page: Page): Promise<void> {
  const excess: unknown = await page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  assert.equal(excess, 0, 'pixels that the page is wider than the window');
}
