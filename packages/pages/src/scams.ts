import { type ScamKind, scamKinds } from '@spring-rain/engine';
import { type PlaybookGroup, playbook, playbookGroupOf, playbookGroups } from '@spring-rain/look';
import { type Html, html } from './html.ts';
import { page } from './layout.ts';
import { playbookPath } from './parts/likeness.ts';
import { type PageView, wordsOf } from './view.ts';

/** Every kind of scam with one line on how it goes, on the shelves that a reader looks for it on. */
export function scamsPage(view: PageView): string {
  const w = wordsOf(view);
  return page(view, {
    title: w.scams.title,
    body: html`<h1>${w.scams.title}</h1>
<p>${w.scams.lead}</p>
${playbookGroups.map((group) => shelf(view, group))}
<p><a href="/">${w.scams.check}</a></p>`,
  });
}

function shelf(view: PageView, group: PlaybookGroup): Html {
  const kinds = scamKinds.filter((kind) => playbookGroupOf[kind] === group);
  return html`<section aria-labelledby="${group}"><h2 id="${group}">${wordsOf(view).scams.groups[group]}</h2>
<ul class="plain">${kinds.map((kind) => entry(view, kind))}</ul></section>`;
}

function entry(view: PageView, kind: ScamKind): Html {
  const { title, oneLine } = playbook(view.language, kind);
  // "Something else" is a good answer in a form, and no name for what all scams have in common.
  const name = kind === 'other' ? title : wordsOf(view).scamKinds[kind];
  return html`<li><a href="${playbookPath(kind)}"><strong>${name}</strong></a><br>${oneLine}</li>\n`;
}
