import { Problem } from '@spring-rain/contract';

/** Nothing that is reported here happened before telephones had data; earlier dates are typing errors. */
const earliest = Date.UTC(1970, 0, 1);

/** How far a visitor's clock may run ahead of ours. */
const clockSkewMs = 10 * 60_000;

export interface PastTimeRule {
  readonly field: string;
  readonly now: Date;
}

/** An instant of the contract as a Date. Throws `report.time_invalid` when it is no date or not in the past. */
export function acceptPastTime(written: string | undefined, rule: PastTimeRule): Date | undefined {
  if (written === undefined) return undefined;
  const time = new Date(written);
  const isPast = time.getTime() >= earliest && time.getTime() <= rule.now.getTime() + clockSkewMs;
  if (!isPast) throw new Problem('report.time_invalid', { parameters: { field: rule.field } });
  return time;
}

const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** Throws `report.amount_invalid` when the code is none of ISO 4217. */
export function refuseUnknownCurrency(currency: string): void {
  if (!currencies.has(currency)) throw new Problem('report.amount_invalid', { parameters: { field: 'currency' } });
}

/** Fifteen digits: every amount stays a safe integer of minor units with up to three decimals to spare. */
const amountPattern = /^(\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.(\d{1,3}))?$/;

/**
 * An amount typed into a form, in minor units of its currency: `1,200.50` CNY gives 120050, `500` JPY gives 500.
 * Full-width digits are read. Undefined when neither field is filled; throws `report.amount_invalid` otherwise.
 */
export function parseAmount(written: string, currency: string): { amountMinor: number; currency: string } | undefined {
  const amount = written.normalize('NFKC').trim();
  if (amount === '') return undefined;
  const code = currency.normalize('NFKC').trim().toUpperCase();
  refuseUnknownCurrency(code);
  const [, whole, fraction = ''] = amountPattern.exec(amount) ?? [];
  const decimals = new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions()
    .maximumFractionDigits;
  if (whole === undefined || decimals === undefined || fraction.length > decimals) throw invalidAmount();
  const amountMinor = Number(whole.replaceAll(',', '') + fraction.padEnd(decimals, '0'));
  if (amountMinor < 1 || !Number.isSafeInteger(amountMinor)) throw invalidAmount();
  return { amountMinor, currency: code };
}

function invalidAmount(): Problem {
  return new Problem('report.amount_invalid', { parameters: { field: 'amount' } });
}

const localTimePattern = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,3})?)?$/;

/** Where a form's times are to be read: the visitor's own offset when a script filled it in, else a time zone. */
export interface LocalTimeZone {
  /** Minutes east of UTC: China is 480. */
  readonly offsetMinutes?: number;
  readonly timeZone: string;
}

/** A form's local time (`2026-11-02T09:30`) as an instant in UTC. Throws `report.time_invalid` when it is none. */
export function parseLocalTime(written: string, field: string, zone: LocalTimeZone): string | undefined {
  const local = written.trim();
  if (local === '') return undefined;
  const asUtc = localTimePattern.test(local) ? Date.parse(`${local}Z`) : Number.NaN;
  // Date.parse rolls 31 February over into March; what was typed must come back.
  if (Number.isNaN(asUtc) || new Date(asUtc).toISOString().slice(0, 16) !== local.slice(0, 16)) {
    throw new Problem('report.time_invalid', { parameters: { field } });
  }
  const offset = zone.offsetMinutes ?? offsetMinutesAt(asUtc, zone.timeZone);
  return new Date(asUtc - offset * 60_000).toISOString();
}

/** The zone's offset at a local time: looked up twice, because the first guess may stand across a clock change. */
function offsetMinutesAt(localAsUtc: number, timeZone: string): number {
  const guess = zoneOffsetMinutes(localAsUtc, timeZone);
  return zoneOffsetMinutes(localAsUtc - guess * 60_000, timeZone);
}

function zoneOffsetMinutes(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(instant);
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign, hours = '0', minutes = '0'] = /^GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
