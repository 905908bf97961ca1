import type { DeletionStatus } from '@spring-rain/contract';
import { type Html, type HtmlValue, html } from '../html.ts';
import type { StatusData } from '../status.ts';
import { moment } from '../times.ts';
import { type PageView, wordsOf } from '../view.ts';
import { facts } from './evidence.ts';
import { hidden } from './fields.ts';

/** What the holder of a receipt may ask for: their data as a file, a correction, a deletion. Works without a script. */
export function rightsPart(view: PageView, data: StatusData): Html {
  const w = wordsOf(view);
  const isReport = data.status.about === 'report';
  return html`<section aria-labelledby="rights"><h2 id="rights">${w.status.rights}</h2>
${data.status.deletion !== undefined && deletionPart(view, data, data.status.deletion)}
<form method="post" action="/receipt/data" class="box">
${hidden('receipt', data.receipt)}
<p>${w.status.downloadHint}</p>
<button class="quiet">${w.status.download}</button>
</form>
${isReport && [correctForm(view, data), deleteForm(view, data)]}
</section>`;
}

function deletionPart(view: PageView, { status, now }: StatusData, deletion: DeletionStatus): Html {
  const w = wordsOf(view);
  const isOverdue = now !== undefined && now > deletion.dueAt;
  return html`<article class="appeal ${deletion.state}">
<h3>${w.status.deletion}${w.colon}${w.status.deletionStates[deletion.state]}</h3>
${deletion.state === 'waiting' && html`<p class="clock">${w.status.due}${w.colon}<strong>${moment(view, deletion.dueAt)}</strong>${isOverdue && html`<br>${w.status.deletionOverdue}`}</p>`}
${
  deletion.decidedAt !== undefined &&
  facts([
    [w.status.decidedAt, moment(view, deletion.decidedAt)],
    [w.evidence.reason, deletion.reason],
  ])
}
${status.held && deletion.state !== 'refused' && html`<p>${w.status.deletionHeld}</p>`}
</article>`;
}

function correctForm(view: PageView, { receipt, idempotencyKey, values }: StatusData): Html {
  const w = wordsOf(view);
  return html`<form method="post" action="/receipt/corrections" class="box">
<h3>${w.status.correct}</h3>
<p>${w.status.correctLead}</p>
${hidden('receipt', receipt)}${hidden('idempotencyKey', `${idempotencyKey}-correct`)}
${longText({ id: 'correct-text', label: w.status.correctLabel, value: values?.correct, required: true })}
<button class="quiet">${w.status.correctSend}</button>
</form>`;
}

/** One request at a time; after a refusal there may be another. */
function deleteForm(view: PageView, { receipt, idempotencyKey, values, status }: StatusData): HtmlValue {
  const w = wordsOf(view);
  const asked = status.deletion?.state;
  if (asked === 'waiting' || asked === 'granted') return undefined;
  return html`<form method="post" action="/receipt/deletions" class="box">
<h3>${asked === 'refused' ? w.status.deleteAgain : w.status.delete}</h3>
<p>${w.status.deleteLead}</p>
${hidden('receipt', receipt)}${hidden('idempotencyKey', `${idempotencyKey}-delete`)}
${longText({ id: 'delete-text', label: w.status.deleteLabel, value: values?.delete, required: false })}
<button class="quiet">${w.status.deleteSend}</button>
</form>`;
}

// Every form of the page has a field "text"; an id stands once a page.
function longText(field: { id: string; label: string; value: string | undefined; required: boolean }): Html {
  return html`<div class="field"><label for="${field.id}">${field.label}</label><textarea id="${field.id}" name="text" rows="4"${field.required && html` required`}>
${field.value}</textarea></div>`;
}
