import { html } from './html.ts';
import { page } from './layout.ts';
import { type PageView, wordsOf } from './view.ts';

/** What holds today about privacy and fairness, and what this site cannot do yet. */
export function promisesPage(view: PageView): string {
  const w = wordsOf(view);
  return page(view, {
    title: w.promises.title,
    body: html`<h1>${w.promises.title}</h1>
<p>${w.promises.lead}</p>
<ul class="steps">${w.promises.list.map(({ lead, rest }) => html`<li><strong>${lead}</strong> ${rest}</li>\n`)}</ul>
<section aria-labelledby="not-yet"><h2 id="not-yet">${w.promises.notYet}</h2><p>${w.promises.notYetMore}</p></section>`,
  });
}
