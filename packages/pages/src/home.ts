import type { CheckAnswer, CheckedIndicator, ProblemDocument } from '@spring-rain/contract';
import { verdicts } from '@spring-rain/engine';
import { verdictSymbols, type Words, wordFor } from '@spring-rain/look';
import { type Html, type HtmlValue, html } from './html.ts';
import { page } from './layout.ts';
import { evidenceCard, type NumberedIndicator, traitText } from './parts/evidence.ts';
import { hidden, pictureBox, problemBox, textBox } from './parts/fields.ts';
import {
  firstStepOf,
  kindOfAnswer,
  likenessPart,
  phraseFinds,
  playbookStart,
  warnsByLikeness,
  wordingPart,
} from './parts/likeness.ts';
import { value } from './parts/links.ts';
import { type Find, markedText } from './parts/marks.ts';
import { type PictureReading, readPart } from './parts/picture.ts';
import { stepList } from './parts/steps.ts';
import { type PageView, wordsOf } from './view.ts';

export interface HomeData {
  /** What was pasted; shown again. */
  readonly text?: string;
  readonly answer?: CheckAnswer;
  /** Set when the text was read from a picture. */
  readonly image?: PictureReading;
  readonly problem?: ProblemDocument;
}

/** Behind these many, values are named in the list only. */
const cardsMax = 12;
const listMax = 40;

/** The one box; and, when something was pasted, the answer above it. */
export function homePage(view: PageView, data: HomeData): string {
  const w = wordsOf(view);
  const { text, answer, image, problem } = data;
  const answered = text !== undefined && answer !== undefined;
  return page(view, {
    title: answered ? w.verdicts[answer.verdict].name : (problem?.title ?? w.home.title),
    failed: problem !== undefined,
    body: answered ? [answerPart(view, { text, answer, image }), box(view, { again: true })] : firstVisit(view, data),
    scripts: ['form.js'],
    alternate: text === undefined ? undefined : { action: '/', fields: alternateFields(text, image) },
    withoutGreen: answered && answer.verdict === 'no-record',
  });
}

/** What the page is asked for again with, in another language. The picture is not there any more; what it said is. */
function alternateFields(text: string, image: HomeData['image']): Readonly<Record<string, string>> {
  return image === undefined ? { text } : { text, fromPicture: 'yes' };
}

function firstVisit(view: PageView, { text, problem }: HomeData): HtmlValue {
  const w = wordsOf(view);
  return [
    problemBox(view, problem),
    html`<h1>${w.home.title}</h1>`,
    box(view, { again: false, text, problem }),
    html`<p><a href="/report">${w.site.report}</a> · <a href="/receipt">${w.site.receipt}</a> · <a href="/scams">${w.site.scams}</a></p>`,
  ];
}

function box(
  view: PageView,
  { again, text, problem }: { again: boolean; text?: string | undefined; problem?: ProblemDocument | undefined },
): Html {
  const w = wordsOf(view);
  return html`<form method="post" action="/" enctype="multipart/form-data" class="box">
${again && html`<h2>${w.home.another}</h2>`}
${textBox({ name: 'text', label: w.home.label, hint: w.home.hint, value: text, problem, rows: again ? 3 : 5 })}
<button${again && html` class="quiet"`}>${w.home.check}</button>
${pictureBox({ name: 'file', label: w.home.picture, hint: w.home.pictureHint, problem })}
<button class="quiet">${w.home.checkPicture}</button>
<p class="soft">${w.home.privacy}</p>
</form>`;
}

interface Answered {
  readonly text: string;
  readonly answer: CheckAnswer;
  readonly image: HomeData['image'];
}

function answerPart(view: PageView, { text, answer, image }: Answered): Html {
  const w = wordsOf(view);
  const verdict = w.verdicts[answer.verdict];
  const numbered = numberOnce(answer.indicators);
  const kind = kindOfAnswer(answer);
  return html`<section class="answer ${answer.verdict}">
<p class="verdict-name"><span aria-hidden="true">${verdictSymbols[answer.verdict]}</span> ${verdict.name}</p>
<h1>${verdict.sentence}</h1>
<p>${warnsByLikeness(answer) ? w.suspicion.meaning : verdict.meaning}</p>
${likenessPart(view, answer)}
</section>
${answer.nextSteps.length > 0 && html`<section aria-labelledby="next"><h2 id="next">${w.home.nextSteps}</h2>${stepList(view, answer.nextSteps, firstStepOf(view, kind))}</section>`}
${kind !== undefined && playbookStart(view, kind)}
${evidencePart(view, answer, numbered)}
${image !== undefined && readPart(view, image)}
${markedPart(view, { text, answer, image }, numbered)}
<form method="post" action="/report/new" class="box" id="report">
<h2>${w.home.reportLead}</h2>
${hidden('text', text)}
${image !== undefined && html`<p class="soft">${w.home.pictureAgain}</p>`}
<button>${w.home.reportIt}</button>
</form>
${listPart(view, answer, numbered)}`;
}

/** Each value once, the most alarming first, equal ones as they come in the text. */
function numberOnce(indicators: readonly CheckedIndicator[]): NumberedIndicator[] {
  const once = new Map<string, CheckedIndicator>();
  for (const indicator of indicators) {
    const key = keyOf(indicator);
    if (!once.has(key)) once.set(key, indicator);
  }
  return [...once.values()]
    .toSorted((a, b) => verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict))
    .map((indicator, index) => ({ number: index + 1, indicator }));
}

function keyOf(indicator: CheckedIndicator): string {
  return `${indicator.kind} ${indicator.value}`;
}

function evidencePart(view: PageView, answer: CheckAnswer, numbered: readonly NumberedIndicator[]): HtmlValue {
  const w = wordsOf(view);
  const wording = wordingPart(view, answer);
  const known = numbered.filter(({ indicator }) => indicator.verdict !== 'no-record');
  const unknown = numbered.filter(({ indicator }) => indicator.verdict === 'no-record');
  return html`<section aria-labelledby="why"><h2 id="why">${w.home.evidence}</h2>
${wording}
${numbered.length === 0 && html`<p>${w.home.noneFound}</p>`}
${known.length > 0 && html`<ol class="cards">${known.slice(0, cardsMax).map((one) => evidenceCard(view, one))}</ol>`}
${known.length > cardsMax && html`<p class="soft">${w.home.more(known.length - cardsMax)}</p>`}
${unknown.length > 0 && unknownPart(view, unknown)}</section>`;
}

function unknownPart(view: PageView, unknown: readonly NumberedIndicator[]): Html {
  const w = wordsOf(view);
  return html`<p>${w.home.noRecordFor}</p>
<ul class="plain">${unknown
    .slice(0, cardsMax)
    .map(
      ({ number, indicator }) =>
        html`<li id="n${number}"><span class="number">${number}</span> <span class="kind">${w.indicatorKinds[indicator.kind]}</span> ${value(w, indicator)}${told(w, indicator)}</li>`,
    )}</ul>
${unknown.length > cardsMax && html`<p class="soft">${w.home.more(unknown.length - cardsMax)}</p>`}`;
}

// A short link is no evidence of a scam, but its reader should know what it is.
function told(w: Words, { evidence }: CheckedIndicator): HtmlValue {
  return evidence.map((one) => one.type === 'trait' && html`<br><span class="soft">${traitText(w, one.trait)}</span>`);
}

function markedPart(
  view: PageView,
  { text, answer, image }: Answered,
  numbered: readonly NumberedIndicator[],
): HtmlValue {
  const w = wordsOf(view);
  // What was typed is known to who typed it; what was read from a picture is shown in any case.
  const phrases = phraseFinds(view, answer);
  const found = answer.indicators.length + answer.redactions.length + phrases.length;
  if (image === undefined && found === 0) return undefined;
  const shown = new Set(shownNotes(numbered));
  const numbers = new Map(numbered.map(({ number, indicator }) => [keyOf(indicator), number]));
  const finds: Find[] = answer.indicators.map((indicator) => {
    const number = numbers.get(keyOf(indicator));
    const label = `${w.indicatorKinds[indicator.kind]}, ${w.verdicts[indicator.verdict].name}`;
    const find = { start: indicator.start, end: indicator.end, look: indicator.verdict, label };
    return number !== undefined && shown.has(number) ? { ...find, note: number } : find;
  });
  finds.push(...phrases);
  const covered = new Set<string>();
  for (const { kind, start, end } of answer.redactions) {
    const label = w.home.private(wordFor(w.redactionKinds, kind) ?? kind);
    finds.push({ start, end, look: 'private', label });
    covered.add(label);
  }
  return html`<section aria-labelledby="marked"><h2 id="marked">${image === undefined ? w.home.marked : w.home.readText}</h2>
<div class="quoted">${markedText(text, finds, { hiddenSign: w.home.hiddenSign })}</div>
${phrases.length > 0 && html`<p class="soft">${w.suspicion.phrases}</p>`}
${[...covered].map((label) => html`<p class="soft">${label}</p>`)}</section>`;
}

// A note that is not on the page must not be linked to.
function shownNotes(numbered: readonly NumberedIndicator[]): number[] {
  const known = numbered.filter(({ indicator }) => indicator.verdict !== 'no-record').slice(0, cardsMax);
  const unknown = numbered.filter(({ indicator }) => indicator.verdict === 'no-record').slice(0, cardsMax);
  return [...known, ...unknown].map(({ number }) => number);
}

function listPart(view: PageView, answer: CheckAnswer, numbered: readonly NumberedIndicator[]): HtmlValue {
  const w = wordsOf(view);
  if (numbered.length === 0) return undefined;
  const rows = answer.indicators.slice(0, listMax);
  return html`<details><summary>${w.home.list}</summary>
<ul class="plain">${rows.map(
    (indicator) => html`<li><span class="kind">${w.indicatorKinds[indicator.kind]}</span> ${value(w, indicator)}
<span class="soft">${w.verdicts[indicator.verdict].name}${w.listSeparator}${w.home.position(indicator.start, indicator.end)}</span></li>`,
  )}</ul>
${answer.indicators.length > listMax && html`<p class="soft">${w.home.more(answer.indicators.length - listMax)}</p>`}</details>`;
}
