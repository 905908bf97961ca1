import { type Html, html } from '../html.ts';
import { type PageView, wordsOf } from '../view.ts';

/** A link to a publisher's page, when the address is one: anything but http and https stays text. */
export function publisherLink(view: PageView, address: string | undefined, name: string): Html {
  const href = webAddress(address);
  if (href === undefined) return html`${name}`;
  const w = wordsOf(view);
  return html`<a href="${href}" rel="noopener noreferrer external">${name}</a> <span class="soft">(${w.site.leavesSite})</span>`;
}

function webAddress(address: string | undefined): string | undefined {
  if (address === undefined || !URL.canParse(address)) return undefined;
  const parsed = new URL(address);
  return parsed.protocol === 'https:' || parsed.protocol === 'http:' ? parsed.href : undefined;
}

/** A number to dial: the digits as they are shown, the address without what a telephone does not dial. */
export function telephoneLink(number: string, label: string): Html {
  return html`<a class="call" href="tel:${number.replace(/[^0-9+*#]/g, '')}" aria-label="${label}">${number}</a>`;
}

/** A value that was recognised. Never a link: nobody should open a scam from here. */
export function value(text: string): Html {
  return html`<bdi class="value" translate="no">${text}</bdi>`;
}
