import type {
  AppealSummary,
  AttachmentSummary,
  ProblemDocument,
  ReceiptStatus,
  TimelineEntry,
} from '@spring-rain/contract';
import { type Html, type HtmlValue, html } from './html.ts';
import { page } from './layout.ts';
import { facts } from './parts/evidence.ts';
import { fileBox, hidden, problemBox, textBox } from './parts/fields.ts';
import { playbookLink } from './parts/likeness.ts';
import { markedText } from './parts/marks.ts';
import { receiptDigits } from './parts/receipt-digits.ts';
import { rightsPart } from './parts/rights.ts';
import { day, moment } from './times.ts';
import { type PageView, wordsOf } from './view.ts';

export interface StatusData {
  readonly receipt: string;
  readonly status: ReceiptStatus;
  readonly idempotencyKey: string;
  readonly problem?: ProblemDocument;
  /** The present, so that a waiting appeal shows how long is left. */
  readonly now?: string;
  /** What was typed into the forms; shown again when it is refused. */
  readonly values?: {
    readonly add?: string;
    readonly appeal?: string;
    readonly correct?: string;
    readonly delete?: string;
  };
}

/** What became of a report or an appeal, and what its holder can do: add, appeal, know what is kept until when. */
export function statusPage(view: PageView, data: StatusData): string {
  const w = wordsOf(view);
  const { status, receipt, problem } = data;
  const isReport = status.about === 'report';
  const title = isReport ? w.status.title : w.status.titleAppeal;
  return page(view, {
    title,
    failed: problem !== undefined,
    scripts: ['form.js', 'receipt.js'],
    alternate: { action: '/receipt', fields: { receipt } },
    body: html`${problemBox(view, problem)}
<h1>${title}</h1>
<p class="soft">${w.status.receipt}</p>
${receiptDigits(receipt)}
<div data-follow="/api/receipt/events" data-receipt="${receipt}" data-fresh="${w.status.fresh}">
<p role="status" class="fresh" data-fresh-state></p>
${livePart(view, data)}
</div>
${isReport && [addPart(view, data), appealForm(view, data)]}
${keptPart(view, status)}
${rightsPart(view, data)}`,
  });
}

/** What changes while the page stands open; the script puts a new one in its place. */
function livePart(view: PageView, { status, now }: StatusData): Html {
  const w = wordsOf(view);
  return html`<div id="live">
${status.state !== undefined && statePart(view, status)}
${status.appeals.length > 0 && html`<section aria-labelledby="appeals"><h2 id="appeals">${w.status.appeals}</h2>${status.appeals.slice(0, appealsMax).map((appeal) => appealPart(view, appeal, now))}</section>`}
<section aria-labelledby="timeline"><h2 id="timeline">${w.status.timeline}</h2>
<ol class="timeline">${status.timeline
    .slice(-timelineMax)
    .toReversed()
    .map((entry) => entryPart(view, entry))}</ol></section>
${ownText(view, status)}
${status.attachments.length > 0 && html`<section aria-labelledby="files"><h2 id="files">${w.status.files}</h2><ul>${status.attachments.map((file) => html`<li>${fileName(view, file)}${w.listSeparator}${moment(view, file.addedAt)}</li>`)}</ul></section>`}
</div>`;
}

const timelineMax = 200;
const appealsMax = 20;

function statePart(view: PageView, status: ReceiptStatus): Html {
  const w = wordsOf(view);
  const state = w.reportStates[status.state ?? 'received'];
  return html`<section class="state ${status.state}" aria-labelledby="state"><h2 id="state">${w.status.state}</h2>
<p class="big">${state.name}</p><p>${state.meaning}</p>
${status.moneyMoving === true && html`<p><strong>${w.status.moneyMoving}</strong> <a href="/paid">${w.nextSteps['already-paid'].rest}</a></p>`}${playbookLink(view, status.scamKind)}</section>`;
}

function appealPart(view: PageView, appeal: AppealSummary, now: string | undefined): Html {
  const w = wordsOf(view);
  const state = w.appealStates[appeal.state];
  return html`<article class="appeal ${appeal.state}">
<h3>${w.status.appealAgainst(w.appealSubjects[appeal.subject])}${w.colon}${state.name}</h3>
<p>${state.meaning}</p>
${appeal.state === 'waiting' && html`<p class="clock">${w.status.due}${w.colon}<strong>${moment(view, appeal.dueAt)}</strong>${timeLeft(view, appeal.dueAt, now)}</p>`}
${
  appeal.decidedAt !== undefined &&
  facts([
    [w.status.decidedAt, moment(view, appeal.decidedAt)],
    [w.evidence.reason, appeal.reason],
  ])
}
</article>`;
}

const dayMs = 24 * 60 * 60 * 1000;

function timeLeft(view: PageView, dueAt: string, now: string | undefined): HtmlValue {
  if (now === undefined) return undefined;
  const w = wordsOf(view);
  const leftMs = Date.parse(dueAt) - Date.parse(now);
  const said = leftMs < 0 ? w.status.overdue : w.status.daysLeft(Math.floor(leftMs / dayMs));
  return html`<br>${said}`;
}

function entryPart(view: PageView, entry: TimelineEntry): Html {
  const w = wordsOf(view);
  const state = entry.state === undefined ? undefined : w.reportStates[entry.state];
  return html`<li class="${entry.kind}"><p><strong>${w.timelineKinds[entry.kind]}</strong> <span class="soft">${moment(view, entry.at)}</span></p>
${state !== undefined && html`<p>${w.status.decidedTo(state.name)}<br><span class="soft">${state.meaning}</span></p>`}
${entry.text !== undefined && html`<blockquote><bdi>${entry.text}</bdi></blockquote>`}</li>`;
}

function ownText(view: PageView, status: ReceiptStatus): HtmlValue {
  const w = wordsOf(view);
  if (status.text === undefined) return undefined;
  const finds = status.indicators.map(({ kind, start, end }) => ({
    start,
    end,
    look: 'no-record' as const,
    label: w.indicatorKinds[kind],
  }));
  return html`<section aria-labelledby="own"><h2 id="own">${w.status.yourText}</h2>
<div class="quoted">${markedText(status.text, finds, { hiddenSign: w.home.hiddenSign })}</div></section>`;
}

function fileName(view: PageView, { mediaType, sizeBytes }: AttachmentSummary): string {
  return wordsOf(view).status.file(mediaType.replace(/^.*\//, '').toUpperCase(), sizeText(view, sizeBytes));
}

function sizeText(view: PageView, bytes: number): string {
  const [amount, unit] = bytes < 1_000_000 ? [bytes / 1_000, 'kilobyte'] : [bytes / 1_000_000, 'megabyte'];
  return new Intl.NumberFormat(view.language, {
    style: 'unit',
    unit: unit as string,
    maximumFractionDigits: 1,
  }).format(amount as number);
}

// One page, several forms, a key each: the second must not be taken for a replay of the first.
function addPart(view: PageView, { receipt, idempotencyKey, values, problem }: StatusData): Html {
  const w = wordsOf(view);
  return html`<form method="post" action="/receipt/additions" enctype="multipart/form-data" class="box">
<h2>${w.status.add}</h2>
${hidden('receipt', receipt)}${hidden('idempotencyKey', `${idempotencyKey}-add`)}
${textBox({ name: 'text', label: w.status.addLabel, rows: 4, value: values?.add, problem })}
${fileBox({ name: 'file', label: w.status.addFiles, hint: w.report.filesHint })}
<button class="quiet">${w.status.addSend}</button>
</form>`;
}

function appealForm(view: PageView, { receipt, idempotencyKey, status, values }: StatusData): Html {
  const w = wordsOf(view);
  const heading = html`<h2 id="appeal">${w.status.appeal}</h2>`;
  if (status.appeals.some((appeal) => appeal.state === 'waiting')) {
    return html`<section aria-labelledby="appeal">${heading}<p>${w.status.appealWaiting}</p></section>`;
  }
  if (!status.timeline.some(({ kind }) => kind === 'answered' || kind === 'decided')) {
    return html`<section aria-labelledby="appeal">${heading}<p>${w.status.appealLater}</p></section>`;
  }
  return html`<form method="post" action="/receipt/appeals" class="box">
${heading}
<p>${w.status.appealLead}</p>
${hidden('receipt', receipt)}${hidden('idempotencyKey', `${idempotencyKey}-appeal`)}
<div class="field"><label for="appeal-text">${w.status.appealLabel}</label><textarea id="appeal-text" name="text" rows="4" required>
${values?.appeal}</textarea></div>
<button class="quiet">${w.status.appealSend}</button>
</form>`;
}

function keptPart(view: PageView, status: ReceiptStatus): Html {
  const w = wordsOf(view);
  return html`<section aria-labelledby="kept"><h2 id="kept">${w.status.kept}</h2>
<p>${w.status.keptBefore}<strong>${day(view, status.keptUntil)}</strong>${w.status.keptAfter}</p>
<p>${status.hasContact ? w.status.keptContact : w.status.keptNoContact}</p>
${status.held && html`<p><strong>${w.status.held}</strong></p>`}</section>`;
}
