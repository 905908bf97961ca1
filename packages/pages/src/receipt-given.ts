import type { ProblemDocument } from '@spring-rain/contract';
import type { ScamKind } from '@spring-rain/engine';
import type { EmergencyCountry } from './emergency.ts';
import { html } from './html.ts';
import { page } from './layout.ts';
import { callList } from './parts/contacts.ts';
import { hidden } from './parts/fields.ts';
import { playbookLink } from './parts/likeness.ts';
import { receiptDigits } from './parts/receipt-digits.ts';
import { moment } from './times.ts';
import { type PageView, wordsOf } from './view.ts';

export interface ReceiptGivenData {
  /** 16 digits. */
  readonly receipt: string;
  readonly receivedAt: string;
  readonly moneyMoving: boolean;
  readonly emergency?: EmergencyCountry;
  readonly about: 'report' | 'appeal';
  /** As its reporter named it. */
  readonly scamKind?: ScamKind;
  /** Why files were not taken. */
  readonly notes?: readonly ProblemDocument[];
}

/** The receipt, to write down, copy or print; with money moving, the calls stand above it. */
export function receiptGivenPage(view: PageView, data: ReceiptGivenData): string {
  const w = wordsOf(view);
  const { receipt, about, moneyMoving, notes = [] } = data;
  const title = about === 'report' ? w.given.title : w.given.titleAppeal;
  return page(view, {
    title,
    scripts: ['form.js'],
    alternate: { action: '/receipt', fields: { receipt } },
    body: html`<h1>${title}</h1>
${moneyMoving && html`<section class="urgent" aria-labelledby="money"><h2 id="money">${w.given.moneyFirst}</h2><p>${w.given.moneyFirstMore}</p>${callList(view, data.emergency)}</section>`}
<section class="slip" aria-labelledby="receipt-title">
<h2 id="receipt-title">${w.given.receipt}</h2>
${receiptDigits(receipt)}
<p>${w.given.keep}</p>
<p class="soft">${w.given.receivedAt}${w.colon}${moment(view, data.receivedAt)}</p>
<p class="only-print">${w.given.where}${w.colon}${view.publicUrl ?? ''}/receipt</p>
<p class="tools" data-tools data-copy="${w.given.copy}" data-copied="${w.given.copied}" data-print="${w.given.print}" data-receipt="${receipt}"></p>
</section>
${notes.length > 0 && html`<section class="problem" role="alert" aria-labelledby="not-taken"><h2 id="not-taken">${w.given.notTaken}</h2><ul>${notes.map((note) => html`<li>${note.title}${w.colon}${note.detail}</li>`)}</ul>${about === 'report' && html`<p>${w.given.notTakenMore}</p>`}</section>`}
<section aria-labelledby="next"><h2 id="next">${w.given.next}</h2>
<p>${about === 'report' ? w.given.nextReport : w.given.nextAppeal}</p>
<form method="post" action="/receipt">${hidden('receipt', receipt)}<button>${w.given.status}</button></form>
${playbookLink(view, data.scamKind)}</section>`,
  });
}
