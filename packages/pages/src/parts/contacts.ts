import { inLanguage } from '@spring-rain/look';
import type { EmergencyCountry } from '../emergency.ts';
import { type Html, html } from '../html.ts';
import { type PageView, wordsOf } from '../view.ts';
import { publisherLink, telephoneLink } from './links.ts';

/** Whom to call now: one's own bank first, then the country's numbers in their order, each one tap. */
export function callList(view: PageView, country: EmergencyCountry | undefined): Html {
  const w = wordsOf(view);
  return html`<ol class="calls">
<li><strong>${w.paid.bankFirst}</strong><p>${w.paid.bankFirstMore}</p></li>
${country?.contacts.map((contact) => {
  const what = inLanguage(contact.what, view.language);
  return html`<li>${telephoneLink(contact.number, w.paid.callNumber(contact.number, what))} <strong>${what}</strong>
${contact.hours !== undefined && html`<p>${inLanguage(contact.hours, view.language)}</p>`}
${contact.source !== undefined && html`<p class="soft">${publisherLink(view, contact.source, w.paid.source)}</p>`}
</li>\n`;
})}</ol>`;
}
