import type { IndicatorKind } from '@spring-rain/engine';
import { type Words, wordFor } from '@spring-rain/look';
import { type Html, html } from '../html.ts';
import { type PageView, wordsOf } from '../view.ts';

/** An address of this site with one query field. */
export function withQuery(path: string, name: string, text: string): string {
  return `${path}?${name}=${encodeURIComponent(text.toWellFormed())}`;
}

/** A link to a publisher's page, when the address is one: anything but http and https stays text. */
export function publisherLink(view: PageView, address: string | undefined, name: string): Html {
  const href = webAddress(address);
  if (href === undefined) return html`${name}`;
  const w = wordsOf(view);
  return html`<a href="${href}" rel="noopener noreferrer external">${name}</a><span class="soft">${w.site.leavesSite}</span>`;
}

function webAddress(address: string | undefined): string | undefined {
  if (address === undefined || !URL.canParse(address)) return undefined;
  const parsed = new URL(address);
  return parsed.protocol === 'https:' || parsed.protocol === 'http:' ? parsed.href : undefined;
}

/** A number to dial with one tap. Its name for a screen reader starts with what is seen. */
export function telephoneLink({ display, dial, label }: { display: string; dial: string; label: string }): Html {
  const digits = dial.replace(/[^0-9+*#]/g, '').replaceAll('#', '%23');
  return html`<a class="call" href="tel:${digits}" aria-label="${label}">${display}</a>`;
}

/** A value that was recognised, as people say it. Never a link: nobody should open a scam from here. */
export function value(words: Words, indicator: { readonly kind: IndicatorKind; readonly value: string }): Html {
  return html`<bdi class="value" translate="no">${readableValue(words, indicator)}</bdi>`;
}

/** `wechat:name` as "WeChat name"; a Chinese service number as one dials it, `95588`; all else as it is. */
export function readableValue(
  words: Words,
  { kind, value: canonical }: { readonly kind: IndicatorKind; readonly value: string },
): string {
  const shortNumber = /^\+86(\d{5,6})$/.exec(canonical);
  if (kind === 'phone' && shortNumber !== null) return shortNumber[1]!;
  const handle = /^([a-z]+):(.+)$/s.exec(canonical);
  if (kind === 'handle' && handle !== null)
    return `${wordFor(words.handleServices, handle[1]!) ?? handle[1]!} ${handle[2]!}`;
  return canonical;
}
