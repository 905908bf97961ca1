import type { Language } from '@spring-rain/look';

/** What people lose most of their money in here, by ISO 4217. Another code that was sent is added behind. */
const common = [
  'CNY',
  'HKD',
  'MOP',
  'TWD',
  'USD',
  'EUR',
  'GBP',
  'SGD',
  'MYR',
  'THB',
  'JPY',
  'KRW',
  'INR',
  'IDR',
  'PHP',
  'VND',
  'AUD',
  'NZD',
  'CAD',
  'CHF',
] as const;

/** Codes and names for a list to choose from; the first entry means "not said". */
export function currencyOptions(language: Language, chosen: string | undefined): (readonly [string, string])[] {
  const names = new Intl.DisplayNames([language], { type: 'currency' });
  const codes: readonly string[] = common;
  const extra = chosen !== undefined && chosen !== '' && !codes.includes(chosen) ? [chosen] : [];
  return [['', '—'], ...[...codes, ...extra].map((code) => [code, nameOf(names, code)] as const)];
}

function nameOf(names: Intl.DisplayNames, code: string): string {
  return /^[A-Z]{3}$/.test(code) ? `${code} ${names.of(code) ?? ''}`.trim() : code;
}
