import type { ProblemDocument } from '@spring-rain/contract';
import { html } from './html.ts';
import { page } from './layout.ts';
import { lineBox, problemBox } from './parts/fields.ts';
import { type PageView, wordsOf } from './view.ts';

/** Where a receipt is entered. */
export function receiptPage(view: PageView, { problem }: { problem?: ProblemDocument }): string {
  const w = wordsOf(view);
  return page(view, {
    title: w.receipt.title,
    failed: problem !== undefined,
    alternate: { action: '/receipt' },
    body: html`${problemBox(view, problem)}
<h1>${w.receipt.title}</h1>
<form method="post" action="/receipt" class="box">
${lineBox({ name: 'receipt', label: w.receipt.label, hint: w.receipt.hint, problem, mode: 'numeric', required: true, maxLength: 32 })}
<button>${w.receipt.show}</button>
</form>
<p class="soft">${w.receipt.lost}</p>`,
  });
}
