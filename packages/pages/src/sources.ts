import { type Source, sourceRoles } from '@spring-rain/contract';
import { inLanguage } from '@spring-rain/look';
import { type Html, html } from './html.ts';
import { page } from './layout.ts';
import { facts } from './parts/evidence.ts';
import { publisherLink } from './parts/links.ts';
import { day } from './times.ts';
import { type PageView, wordsOf } from './view.ts';

/** The published lists that checks rest on, by what they say of their values. */
export function sourcesPage(view: PageView, { sources }: { sources: readonly Source[] }): string {
  const w = wordsOf(view);
  return page(view, {
    title: w.sources.title,
    body: html`<h1>${w.sources.title}</h1>
<p>${w.sources.lead}</p>
${sources.length === 0 && html`<p>${w.sources.empty}</p>`}
${sourceRoles.map((role) => {
  const ofRole = sources.filter((source) => source.role === role);
  if (ofRole.length === 0) return undefined;
  return html`<section aria-labelledby="${role}"><h2 id="${role}">${w.sourceRoles[role].name}</h2>
<p>${w.sourceRoles[role].meaning}</p>
${ofRole.map((source) => sourcePart(view, source))}</section>`;
})}`,
  });
}

function sourcePart(view: PageView, source: Source): Html {
  const w = wordsOf(view);
  return html`<article><h3>${inLanguage(source.title, view.language)}</h3>
${facts([
  [w.sources.publisher, publisherLink(view, source.url, source.publisher)],
  [w.sources.licence, source.licence],
  [w.sources.values, source.values.toLocaleString(view.language)],
  [w.sources.asOf, source.asOf && day(view, source.asOf)],
  [w.sources.adopted, adoption(view, source)],
  [w.sources.attribution, source.attribution && inLanguage(source.attribution, view.language)],
])}</article>`;
}

function adoption(view: PageView, source: Source): Html {
  const w = wordsOf(view);
  if (source.adoptedBy === undefined) return html`${w.sources.notAdopted}`;
  return html`${source.adoptedBy}${source.adoptedAt !== undefined && html`${w.listSeparator}${day(view, source.adoptedAt)}`}`;
}
