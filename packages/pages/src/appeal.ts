import type { ProblemDocument } from '@spring-rain/contract';
import { html } from './html.ts';
import { page } from './layout.ts';
import { hidden, lineBox, problemBox, textBox } from './parts/fields.ts';
import { withQuery } from './parts/links.ts';
import { proofFields } from './parts/proof.ts';
import type { FormValues } from './report.ts';
import { type PageView, type ProofRequest, wordsOf } from './view.ts';

export interface AppealData {
  /** The listed value, as a link from its evidence brings it. */
  readonly value?: string;
  readonly idempotencyKey: string;
  readonly problem?: ProblemDocument;
  readonly contactAvailable: boolean;
  readonly values?: FormValues;
  readonly proof?: ProofRequest;
}

/** The form to appeal against a listing, for whoever is affected. */
export function appealPage(view: PageView, data: AppealData): string {
  const w = wordsOf(view);
  const { problem, proof, values = {} } = data;
  const listed = values.value ?? data.value;
  return page(view, {
    title: w.appeal.title,
    failed: problem !== undefined,
    scripts: proof === undefined ? ['form.js'] : ['form.js', 'proof.js'],
    alternate: { action: listed ? withQuery('/appeal', 'value', listed) : '/appeal' },
    body: html`${problem?.code !== 'flood.proof_required' && problemBox(view, problem)}
<h1>${w.appeal.title}</h1>
<p>${w.appeal.lead}</p>
<form method="post" action="/appeal" class="box">
${proofFields(view, proof)}
${hidden('idempotencyKey', data.idempotencyKey)}
${lineBox({ name: 'value', label: w.appeal.value, hint: w.appeal.valueHint, value: listed, problem, required: true, maxLength: 2_000 })}
${textBox({ name: 'text', label: w.appeal.text, hint: w.appeal.textHint, value: values.text, problem, rows: 6, required: true })}
${
  data.contactAvailable
    ? lineBox({
        name: 'contact',
        label: `${w.appeal.contact}${w.site.optional}`,
        hint: w.report.contactHint,
        value: values.contact,
        problem,
        maxLength: 300,
      })
    : html`<p class="soft">${w.report.contactUnavailable}</p>`
}
<button>${w.appeal.send}</button>
<p class="soft">${w.appeal.after}</p>
</form>`,
  });
}
