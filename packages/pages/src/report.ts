import type { ProblemDocument } from '@spring-rain/contract';
import { channels } from '@spring-rain/contract';
import { scamKinds } from '@spring-rain/engine';
import { currencyOptions } from './currencies.ts';
import { type Html, type HtmlValue, html } from './html.ts';
import { page } from './layout.ts';
import { choice, fieldOf, fileBox, hidden, lineBox, problemBox, textBox } from './parts/fields.ts';
import { proofFields } from './parts/proof.ts';
import { type PageView, type ProofRequest, wordsOf } from './view.ts';

/** What was typed so far, by field name; shown again when something is refused. */
export type FormValues = Readonly<Partial<Record<string, string>>>;

export interface ReportData {
  readonly values: FormValues;
  readonly idempotencyKey: string;
  readonly problem?: ProblemDocument;
  readonly contactAvailable: boolean;
  readonly proof?: ProofRequest;
}

/** The form to report something: one box, and the rest under headings that may stay closed. */
export function reportPage(view: PageView, data: ReportData): string {
  const w = wordsOf(view);
  const { values, problem, proof } = data;
  return page(view, {
    title: w.report.title,
    failed: problem !== undefined,
    scripts: proof === undefined ? ['form.js'] : ['form.js', 'proof.js'],
    alternate: values.text ? { action: '/report/new', fields: { text: values.text } } : { action: '/report' },
    body: html`${problem?.code !== 'flood.proof_required' && problemBox(view, problem)}
<h1>${w.report.title}</h1>
<p>${w.report.lead}</p>
<form method="post" action="/report" enctype="multipart/form-data">
${proofFields(view, proof)}
${hidden('idempotencyKey', data.idempotencyKey)}${hidden('utcOffsetMinutes', '')}
${textBox({ name: 'text', label: w.report.text, hint: w.report.textHint, value: values.text, problem, rows: 7, required: true })}
${group(w.report.what, isOpen(data, ['scamKind', 'channel', 'happenedAt']), whatFields(view, data))}
${group(w.report.money, isOpen(data, ['moneyMoving', 'amount', 'paidAt', 'ownBank', 'payeeAccount']), moneyFields(view, data))}
${group(w.report.contact, isOpen(data, ['contact']), contactField(view, data))}
${group(w.report.files, isOpen(data, ['file']) || problem !== undefined, [
  problem !== undefined && html`<p>${w.report.filesAgain}</p>`,
  fileBox({ name: 'file', label: w.report.filesLabel, hint: w.report.filesHint, problem }),
])}
<button>${w.report.send}</button>
<p class="soft">${w.report.afterSending}</p>
</form>`,
  });
}

function group(title: string, open: boolean, fields: HtmlValue): Html {
  return html`<details class="group"${open && html` open`}><summary><h2>${title}</h2></summary>
${fields}
</details>`;
}

function isOpen({ values, problem }: ReportData, names: readonly string[]): boolean {
  const wrong = fieldOf(problem);
  return names.some((name) => (values[name] ?? '') !== '' || name === wrong);
}

function whatFields(view: PageView, { values, problem }: ReportData): Html {
  const w = wordsOf(view);
  return html`${choice({
    name: 'scamKind',
    label: w.report.scamKind,
    value: values.scamKind,
    problem,
    options: [['', w.report.chooseKind], ...scamKinds.map((kind) => [kind, w.scamKinds[kind]] as const)],
  })}
${choice({
  name: 'channel',
  label: w.report.channel,
  value: values.channel,
  problem,
  options: [['', w.report.chooseChannel], ...channels.map((channel) => [channel, w.channels[channel]] as const)],
})}
${lineBox({ name: 'happenedAt', label: w.report.happenedAt, value: values.happenedAt, problem, type: 'datetime-local' })}`;
}

function moneyFields(view: PageView, { values, problem }: ReportData): Html {
  const w = wordsOf(view);
  return html`<div class="field check"><input type="checkbox" id="moneyMoving" name="moneyMoving" value="yes"${
    values.moneyMoving && html` checked`
  } aria-describedby="moneyMoving-hint"><label for="moneyMoving">${w.report.moneyMoving}</label></div>
<p class="hint" id="moneyMoving-hint">${w.report.moneyMovingHint} <a href="/paid">${w.nextSteps['already-paid'].rest}</a></p>
${lossFields(view, values, problem)}`;
}

/** The four things a bank needs: how much, when, from where, to which account. */
export function lossFields(view: PageView, values: FormValues, problem: ProblemDocument | undefined): Html {
  const w = wordsOf(view);
  return html`${lineBox({ name: 'payeeAccount', label: w.report.payeeAccount, hint: w.report.payeeAccountHint, value: values.payeeAccount, problem, maxLength: 200 })}
<div class="pair">
${lineBox({ name: 'amount', label: w.report.amount, hint: w.report.amountHint, value: values.amount, problem, mode: 'decimal', maxLength: 30 })}
${choice({ name: 'currency', label: w.report.currency, value: values.currency ?? defaultCurrency(view), problem, options: currencyOptions(view.language, values.currency) })}
</div>
${lineBox({ name: 'paidAt', label: w.report.paidAt, value: values.paidAt, problem, type: 'datetime-local' })}
${lineBox({ name: 'ownBank', label: w.report.ownBank, hint: w.report.ownBankHint, value: values.ownBank, problem, maxLength: 200 })}`;
}

function defaultCurrency(view: PageView): string {
  return view.language === 'zh-CN' ? 'CNY' : '';
}

function contactField(view: PageView, { values, problem, contactAvailable }: ReportData): Html {
  const w = wordsOf(view);
  if (!contactAvailable) return html`<p>${w.report.contactUnavailable}</p>`;
  return lineBox({
    name: 'contact',
    label: w.report.contactLabel,
    hint: w.report.contactHint,
    value: values.contact,
    problem,
    maxLength: 300,
  });
}
