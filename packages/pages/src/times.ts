import { type Html, html } from './html.ts';
import type { PageView } from './view.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** A moment with its zone, readable by machines too. Text that is no time is shown as it is. */
export function moment(view: PageView, iso: string): Html {
  return time(view, iso, fullMoment);
}

/** A day in the view's zone. */
export function day(view: PageView, iso: string): Html {
  return time(view, iso, { year: 'numeric', month: 'long', day: 'numeric' });
}

const fullMoment = {
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZoneName: 'short',
} as const;

function time(view: PageView, iso: string, options: Intl.DateTimeFormatOptions): Html {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return html`${iso}`;
  return html`<time datetime="${at.toISOString()}">${format(view, options).format(at)}</time>`;
}

// Making a format costs fifty times as much as using it. Two kinds a language and zone are kept.
function format(view: PageView, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const timeZone = view.timeZone ?? 'UTC';
  const key = `${view.language} ${timeZone} ${options.hour ?? ''}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(view.language === 'en' ? 'en-GB' : view.language, { ...options, timeZone });
  formats.set(key, made);
  return made;
}
