import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

const require = createRequire(import.meta.url);

/** A real Chromium from npm, with one font that holds Chinese and Latin. Whoever launches it closes it. */
export async function launchChromium(): Promise<Browser> {
  const home = mkdtempSync(join(tmpdir(), 'spring-rain-browser-'));
  const browser = await chromium.launch({
    executablePath: await unpackChromium(),
    headless: true,
    // Not the package's own arguments: they put everything into one process and switch web security off.
    args: ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
    env: { ...definedEnvironment(), TMPDIR: home, HOME: home, FONTCONFIG_FILE: writeFontConfig(home) },
  });
  browser.on('disconnected', () => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));
  return browser;
}

/**
 * Unpacks once a version and user. The package takes a half-written file for a whole one, so it unpacks aside, and only
 * what is complete gets the name that others look for.
 */
async function unpackChromium(): Promise<string> {
  const whole = join(tmpdir(), `spring-rain-chromium-${chromiumVersion()}-${userInfo().username}`);
  if (!existsSync(whole)) {
    const aside = mkdtempSync(`${whole}-`);
    await withTemporaryDirectory(aside, () => sparticuz.executablePath());
    try {
      renameSync(aside, whole);
    } catch {
      // Another process was first; its copy is as good.
      rmSync(aside, { recursive: true, force: true });
    }
  }
  return join(whole, 'chromium');
}

// The package knows no other way to say where to unpack.
async function withTemporaryDirectory(directory: string, work: () => Promise<string>): Promise<string> {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = directory;
  try {
    return await work();
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}

function chromiumVersion(): string {
  // The package exports no package.json; its entry stands in build/.
  const manifest = join(dirname(require.resolve('@sparticuz/chromium')), '..', 'package.json');
  return JSON.parse(readFileSync(manifest, 'utf8')).version;
}

function writeFontConfig(home: string): string {
  const fonts = dirname(require.resolve('@expo-google-fonts/noto-sans-sc'));
  const cache = join(home, 'font-cache');
  mkdirSync(cache);
  const file = join(home, 'fonts.conf');
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${join(fonts, '400Regular')}</dir><dir>${join(fonts, '700Bold')}</dir><cachedir>${cache}</cachedir></fontconfig>`,
  );
  return file;
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
