import { type Html, html } from '../html.ts';
import { type PageView, wordsOf } from '../view.ts';

/** An agency's own sign-in service, as pages name it. */
export interface OfferedProvider {
  readonly id: string;
  readonly name: string;
}

/** Links that lead to agencies' own sign-in services. */
export function providerSignIns(view: PageView, providers: readonly OfferedProvider[]): Html | undefined {
  const w = wordsOf(view).providers;
  if (providers.length === 0) return undefined;
  return html`<nav aria-label="${w.title}"><h2>${w.title}</h2>
<ul>${providers.map(({ id, name }) => html`<li><a href="/desk/sign-in/provider/${id}">${w.signInBy(name)}</a></li>`)}</ul></nav>`;
}

/** Links by which whoever is signed in links their account at their agency's service. */
export function providerLinks(view: PageView, providers: readonly OfferedProvider[]): Html | undefined {
  const w = wordsOf(view).providers;
  if (providers.length === 0) return undefined;
  return html`<section aria-labelledby="providers"><h2 id="providers">${w.title}</h2>
<p>${w.lead}</p>
<ul>${providers.map(({ id, name }) => html`<li><a href="/desk/providers/${id}/link">${w.linkTo(name)}</a></li>`)}</ul></section>`;
}
