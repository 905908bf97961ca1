import { channels, Problem, type ReportDraft } from '@spring-rain/contract';
import { scamKinds } from '@spring-rain/engine';
import { type LocalTimeZone, parseAmount, parseLocalTime } from './times-and-amounts.ts';

/** The report form as it arrives: every field a text, empty or absent when untouched. */
export interface ReportForm {
  readonly text: string;
  readonly scamKind?: string;
  readonly channel?: string;
  readonly happenedAt?: string;
  readonly moneyMoving?: string;
  readonly amount?: string;
  readonly currency?: string;
  readonly paidAt?: string;
  readonly ownBank?: string;
  readonly payeeAccount?: string;
  readonly contact?: string;
  readonly utcOffsetMinutes?: string;
}

/**
 * The draft that a form means. Times are read with the visitor's own offset when a script filled it in, else in
 * `timeZone`. Throws `report.time_invalid`, `report.amount_invalid`, and `request.invalid` for a choice not offered.
 */
export function draftOfForm(form: ReportForm, timeZone: string): ReportDraft {
  const zone = zoneOfForm(form.utcOffsetMinutes, timeZone);
  const happenedAt = parseLocalTime(form.happenedAt ?? '', 'happenedAt', zone);
  const loss = lossOfForm(form, zone);
  return {
    text: form.text,
    ...given('scamKind', oneOfOffered(scamKinds, form.scamKind, 'scamKind')),
    ...given('channel', oneOfOffered(channels, form.channel, 'channel')),
    ...given('happenedAt', happenedAt),
    ...given('moneyMoving', oneOfOffered(['yes'], form.moneyMoving, 'moneyMoving') === 'yes' ? true : undefined),
    ...given('loss', Object.keys(loss).length === 0 ? undefined : loss),
    ...given('contact', filled(form.contact)),
  };
}

function lossOfForm(form: ReportForm, zone: LocalTimeZone): NonNullable<ReportDraft['loss']> {
  return {
    ...given('amount', parseAmount(form.amount ?? '', form.currency ?? '')),
    ...given('paidAt', parseLocalTime(form.paidAt ?? '', 'paidAt', zone)),
    ...given('ownBank', filled(form.ownBank)),
    ...given('payeeAccount', filled(form.payeeAccount)),
  };
}

/** No place on earth is further than 14 hours from UTC. */
const offsetMaxMinutes = 14 * 60;

function zoneOfForm(written: string | undefined, timeZone: string): LocalTimeZone {
  if (filled(written) === undefined) return { timeZone };
  const offsetMinutes = /^[+-]?\d{1,3}$/.test(written!) ? Number(written) : Number.NaN;
  if (Math.abs(offsetMinutes) <= offsetMaxMinutes) return { timeZone, offsetMinutes };
  const wanted = { 'zh-CN': `±${offsetMaxMinutes} 以内的分钟数`, en: `minutes within ±${offsetMaxMinutes}` };
  throw new Problem('request.invalid', { parameters: { field: 'utcOffsetMinutes', wanted } });
}

function oneOfOffered<const Word extends string>(
  offered: readonly Word[],
  written: string | undefined,
  field: string,
): Word | undefined {
  if (filled(written) === undefined) return undefined;
  const chosen = offered.find((word) => word === written);
  if (chosen !== undefined) return chosen;
  throw new Problem('request.invalid', { parameters: { field, wanted: offered.join(', ') } });
}

function filled(written: string | undefined): string | undefined {
  return written === undefined || written.trim() === '' ? undefined : written;
}

/** The field when there is a value for it: the contract has no field that is undefined. */
function given<const Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { [K in Name]: Value } | Record<string, never> {
  return value === undefined ? {} : ({ [name]: value } as { [K in Name]: Value });
}
