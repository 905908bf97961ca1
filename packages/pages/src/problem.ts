import type { ProblemDocument } from '@spring-rain/contract';
import { deskSignInPage } from './desk-sign-in.ts';
import { html } from './html.ts';
import { page } from './layout.ts';
import { type PageView, wordsOf } from './view.ts';

/** A refusal as a page of its own, where there is no form to show it in. */
export function problemPage(view: PageView, { problem }: { problem: ProblemDocument }): string {
  // Whoever is not signed in finds the form right there.
  if (problem.code === 'sign-in.required') return deskSignInPage(view, { problem });
  const w = wordsOf(view);
  return page(view, {
    title: problem.title,
    failed: true,
    alternate: { action: '/' },
    body: html`<h1>${problem.title}</h1>
<p>${problem.detail}</p>
<section class="urgent" aria-labelledby="next"><h2 id="next">${w.problem.next}</h2>
<p><strong>${w.problem.paid}</strong> <a href="/paid">${w.nextSteps['already-paid'].rest}</a></p>
<p><a href="/">${w.problem.home}</a></p></section>
<p class="soft">${w.problem.code}${w.colon}${problem.status} ${problem.code}</p>`,
  });
}
