import { inLanguage } from '@spring-rain/look';
import type { EmergencyContact, EmergencyCountry } from '../emergency.ts';
import { type Html, html } from '../html.ts';
import { type PageView, wordsOf } from '../view.ts';
import { publisherLink, telephoneLink } from './links.ts';

/** Whom to call now: one's own bank first, then the country's numbers in their order, each one tap. */
export function callList(view: PageView, country: EmergencyCountry | undefined): Html {
  const w = wordsOf(view);
  return html`<ol class="calls">
<li><strong>${w.paid.bankFirst}</strong><p>${w.paid.bankFirstMore}</p></li>
${country?.contacts.map((contact) => html`<li>${contactPart(view, contact)}</li>\n`)}</ol>
${country?.note && html`<p>${inLanguage(country.note, view.language)}</p>`}`;
}

function contactPart(view: PageView, contact: EmergencyContact): Html {
  const w = wordsOf(view);
  const what = inLanguage(contact.what, view.language);
  const more = html`${contact.hours && html`<p>${inLanguage(contact.hours, view.language)}</p>`}
${contact.source && html`<p class="soft">${publisherLink(view, contact.source, w.paid.source)}</p>`}`;
  if (contact.kind === 'site') {
    return html`<strong>${what}</strong><p>${publisherLink(view, contact.url, contact.display)}</p>${more}`;
  }
  const dial = contact.dial ?? contact.display;
  const label = w.paid.callNumber(contact.display, what);
  return html`${telephoneLink({ display: contact.display, dial, label })} <strong>${what}</strong>${more}`;
}
