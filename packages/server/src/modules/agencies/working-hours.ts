import { Problem, type WorkingHours } from '@spring-rain/contract';

/** Working hours in the order of the week. Throws `agency.hours_overlap` when one ends before it begins or two overlap. */
export function readWorkingHours(given: WorkingHours): WorkingHours {
  // Times of one length compare as text.
  const ordered = [...given].sort((one, other) => one.day - other.day || compare(one.from, other.from));
  for (const [index, { day, from, to }] of ordered.entries()) {
    const next = ordered[index + 1];
    if (from >= to || (next?.day === day && next.from < to)) throw new Problem('agency.hours_overlap');
  }
  return ordered;
}

/** The IANA name as written. Throws `agency.time_zone_unknown`. */
export function readTimeZone(name: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone === '' ? '' : name;
  } catch {
    throw new Problem('agency.time_zone_unknown', { parameters: { field: 'timeZone' } });
  }
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
