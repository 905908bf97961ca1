import type { ScamKind } from '@spring-rain/engine';
import { playbook } from '@spring-rain/look';
import { type Html, html } from './html.ts';
import { page } from './layout.ts';
import { stepItem } from './parts/steps.ts';
import { type PageView, wordsOf } from './view.ts';

/** How one kind of scam goes: what they do next, how to recognise it, what to do. Good on paper, too. */
export function playbookPage(view: PageView, { kind }: { kind: ScamKind }): string {
  const w = wordsOf(view);
  const { title, oneLine, says, signs, doNow, ifPaid } = playbook(view.language, kind);
  return page(view, {
    title: kind === 'other' ? title : w.scamKinds[kind],
    body: html`<nav aria-label="${w.scams.trail}"><p class="soft"><a href="/scams">${w.scams.title}</a>${kind !== 'other' && html` › ${w.scamKinds[kind]}`}</p></nav>
<h1>${title}</h1>
<p>${oneLine}</p>
<section class="state" aria-labelledby="do-now"><h2 id="do-now">${w.scams.doNow}</h2>
<ol class="steps">${doNow.map(stepItem)}</ol></section>
${list('says', w.scams.says, says)}
${list('signs', w.scams.signs, signs)}
<section class="urgent" aria-labelledby="if-paid"><h2 id="if-paid">${w.scams.ifPaid}</h2>
${ifPaid.map((one) => html`<p>${one}</p>\n`)}
<p><a href="/paid">${w.nextSteps['already-paid'].rest}</a></p>
<p class="only-print">${view.publicUrl ?? ''}/paid</p></section>
<p class="soft">${w.scams.alike}</p>
<p><a href="/">${w.scams.check}</a> · <a href="/report">${w.site.report}</a></p>
<p class="only-print">${w.scams.where}${w.colon}${view.publicUrl ?? ''}${view.path}</p>`,
  });
}

function list(id: string, heading: string, items: readonly string[]): Html {
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${heading}</h2>
<ul>${items.map((item) => html`<li>${item}</li>\n`)}</ul></section>`;
}
