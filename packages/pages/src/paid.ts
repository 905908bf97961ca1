import type { ProblemDocument } from '@spring-rain/contract';
import { inLanguage } from '@spring-rain/look';
import type { EmergencyCountry } from './emergency.ts';
import { type Html, html } from './html.ts';
import { page } from './layout.ts';
import { callList } from './parts/contacts.ts';
import { hidden, lineBox, problemBox, textBox } from './parts/fields.ts';
import { withQuery } from './parts/links.ts';
import { proofFields } from './parts/proof.ts';
import { type FormValues, lossFields } from './report.ts';
import { type PageView, type ProofRequest, wordsOf } from './view.ts';

export interface PaidData {
  /** ISO 3166; the reader's choice. */
  readonly country?: string;
  readonly countries: readonly EmergencyCountry[];
  readonly idempotencyKey: string;
  readonly contactAvailable: boolean;
  readonly values?: FormValues;
  readonly problem?: ProblemDocument;
  readonly proof?: ProofRequest;
}

/** I have already paid: whom to call now, the next ten minutes, and then a short report flagged as money moving. */
export function paidPage(view: PageView, data: PaidData): string {
  const w = wordsOf(view);
  const chosen = data.countries.find(({ country }) => country === (data.country ?? likelyCountry(view)));
  return page(view, {
    title: w.paid.title,
    failed: data.problem !== undefined,
    scripts: data.proof === undefined ? ['form.js'] : ['form.js', 'proof.js'],
    alternate: { action: chosen === undefined ? '/paid' : withQuery('/paid', 'country', chosen.country) },
    body: html`${problemBox(view, data.problem)}
<h1>${w.paid.title}</h1>
<p>${w.paid.lead}</p>
<section class="urgent" aria-labelledby="numbers">
<h2 id="numbers">${chosen === undefined ? w.paid.numbersAnywhere : w.paid.numbers(inLanguage(chosen.name, view.language))}</h2>
${callList(view, chosen)}
${chosen === undefined && html`<h3>${w.paid.choose}</h3>${countryList(view, data.countries, undefined)}`}
${chosen !== undefined && html`<details><summary>${w.paid.chooseOther}</summary>${countryList(view, data.countries, chosen.country)}</details>`}
</section>
<section aria-labelledby="checklist"><h2 id="checklist">${w.paid.checklist}</h2>
<ol class="steps">${w.paid.steps.map(({ lead, rest }) => html`<li><strong>${lead}</strong> ${rest}</li>\n`)}</ol></section>
${shortForm(view, data)}`,
  });
}

// Readers of 简体中文 are in mainland China more often than anywhere else; the others choose with one tap.
function likelyCountry(view: PageView): string | undefined {
  return view.language === 'zh-CN' ? 'CN' : undefined;
}

function countryList(view: PageView, countries: readonly EmergencyCountry[], chosen: string | undefined): Html {
  const w = wordsOf(view);
  return html`<ul class="countries">${countries
    .filter(({ country }) => country !== chosen)
    .map(
      ({ country, name }) =>
        html`<li><a href="${withQuery('/paid', 'country', country)}">${inLanguage(name, view.language)}</a></li>\n`,
    )}</ul>
<p>${w.paid.elsewhere}</p>`;
}

function shortForm(view: PageView, data: PaidData): Html {
  const w = wordsOf(view);
  const { values = {}, problem, contactAvailable } = data;
  return html`<form method="post" action="/report" enctype="multipart/form-data" class="box">
<h2>${w.paid.form}</h2>
<p>${w.paid.formLead}</p>
${proofFields(view, data.proof)}
${hidden('idempotencyKey', data.idempotencyKey)}${hidden('moneyMoving', 'yes')}${hidden('utcOffsetMinutes', '')}
${textBox({ name: 'text', label: w.paid.text, hint: w.report.textHint, value: values.text, problem, rows: 4, required: true })}
${lossFields(view, values, problem)}
${contactAvailable && lineBox({ name: 'contact', label: `${w.report.contact}${w.site.optional}`, hint: w.report.contactHint, value: values.contact, problem, maxLength: 300 })}
<button>${w.paid.send}</button>
<p class="soft">${w.report.afterSending}</p>
</form>`;
}
