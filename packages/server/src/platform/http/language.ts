import type { ProblemLanguage } from '@spring-rain/contract';

/** Accept-Language headers seen lately; browsers send few different ones. */
const seen = new Map<string, ProblemLanguage>();
const seenMaxEntries = 500;
const headerMaxChars = 200;
const tagsMaxCount = 20;

/** The cookie in which `?lang=` is kept. */
export const languageCookie = 'lang';

/** The language a BCP 47 tag asks for: any Chinese is 简体中文, any English is English, another is undefined. */
export function languageOfTag(tag: string): ProblemLanguage | undefined {
  const primary = tag.trim().split(/[-_]/, 1)[0]?.toLowerCase();
  if (primary === 'zh') return 'zh-CN';
  if (primary === 'en') return 'en';
  return undefined;
}

/**
 * The better of our two languages for an `Accept-Language` header (RFC 9110 12.5.4). Ties go to the one named first.
 * None of ours, `*` alone, or no header: English, which more of the world's readers can make out.
 */
export function languageOfHeader(header: string | undefined): ProblemLanguage {
  if (header === undefined || header === '') return 'en';
  const known = seen.get(header);
  if (known !== undefined) return known;

  const language = negotiate(header);
  if (header.length <= headerMaxChars) {
    if (seen.size >= seenMaxEntries) seen.clear();
    seen.set(header, language);
  }
  return language;
}

function negotiate(header: string): ProblemLanguage {
  let best: ProblemLanguage | undefined;
  let bestQuality01 = 0;
  for (const entry of header.slice(0, headerMaxChars * 5).split(',', tagsMaxCount)) {
    const [tag = '', ...parameters] = entry.split(';');
    const language = languageOfTag(tag);
    const quality01 = qualityOf(parameters);
    if (language !== undefined && quality01 > bestQuality01) {
      best = language;
      bestQuality01 = quality01;
    }
  }
  return best ?? 'en';
}

function qualityOf(parameters: readonly string[]): number {
  for (const parameter of parameters) {
    const match = /^\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*$/i.exec(parameter);
    if (match?.[1] !== undefined) return Number(match[1]);
  }
  return 1;
}
