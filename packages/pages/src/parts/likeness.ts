import type { CampaignMention, CheckAnswer, ScamSuspicion } from '@spring-rain/contract';
import { type ScamKind, scamKinds } from '@spring-rain/engine';
import { playbook, type Step, type Words } from '@spring-rain/look';
import { type Html, type HtmlValue, html } from '../html.ts';
import { type PageView, wordsOf } from '../view.ts';
import type { Find } from './marks.ts';

/** Where the playbook of a kind stands. */
export function playbookPath(kind: ScamKind): string {
  return `/scams/${kind}`;
}

/** From these probabilities on, a reading is called very likely, and likely; below, merely possible. */
const leastHigh01 = 0.9;
const leastFair01 = 0.6;

const phrasesMax = 8;
const saysMax = 3;
const dayMs = 24 * 60 * 60 * 1000;

/**
 * The kind of scam whose playbook helps with an answer: what the text reads like, else what its campaign is. Never an
 * honest kind, and never `other`, which is no likeness to anything.
 */
export function kindOfAnswer({ scam, campaign }: CheckAnswer): ScamKind | undefined {
  return (isShown(scam) ? namedKind(scam.kind) : undefined) ?? namedKind(campaign?.kind);
}

/** What the text reads like, how likely, and what that does not mean; then the campaign that it resembles. */
export function likenessPart(view: PageView, { scam, campaign }: CheckAnswer): HtmlValue {
  return [isShown(scam) && readingPart(view, scam), campaign !== undefined && campaignPart(view, campaign)];
}

function readingPart(view: PageView, scam: ScamSuspicion): Html {
  const w = wordsOf(view);
  const kind = namedKind(scam.kind);
  const likelihood = w.suspicion.likelihoods[likelihoodOf(scam.probability01)];
  const said =
    kind === undefined
      ? html`<strong>${w.suspicion.readsLikeScam}</strong>${likelihood} <a href="/scams">${w.suspicion.all}</a>`
      : html`<strong>${w.suspicion.readsLike}<a href="${playbookPath(kind)}">${w.scamKinds[kind]}</a></strong>${likelihood}`;
  return html`<p class="reads-like">${said}<br><span class="soft">${w.suspicion.alike}</span></p>`;
}

function likelihoodOf(probability01: number): keyof Words['suspicion']['likelihoods'] {
  if (probability01 >= leastHigh01) return 'high';
  return probability01 >= leastFair01 ? 'fair' : 'low';
}

function campaignPart(view: PageView, { distinctReporters, firstSeen, lastSeen }: CampaignMention): HtmlValue {
  const days = daysFrom(firstSeen, lastSeen);
  if (distinctReporters < 1 || days === undefined) return undefined;
  return html`<p class="campaign">${wordsOf(view).suspicion.campaign(distinctReporters, days)}</p>`;
}

/** Days from one moment to another, begun ones counted whole; undefined when they are no moments in this order. */
function daysFrom(first: string, last: string): number | undefined {
  const days = (Date.parse(last) - Date.parse(first)) / dayMs;
  return days >= 0 ? Math.max(1, Math.ceil(days)) : undefined;
}

/** What this kind of scam asks to be done before anything else. */
export function firstStepOf(view: PageView, kind: ScamKind | undefined): Step | undefined {
  return kind === undefined ? undefined : playbook(view.language, kind).doNow[0];
}

/** The beginning of a kind's playbook, and the way to the whole. */
export function playbookStart(view: PageView, kind: ScamKind): Html {
  const w = wordsOf(view);
  return html`<section aria-labelledby="goes-on"><h2 id="goes-on">${w.suspicion.goesOn}</h2>
<ul>${playbook(view.language, kind)
    .says.slice(0, saysMax)
    .map((said) => html`<li>${said}</li>\n`)}</ul>
${playbookLink(view, kind)}</section>`;
}

/** The way to the whole playbook of a kind; nothing without one. */
export function playbookLink(view: PageView, kind: string | undefined): HtmlValue {
  const named = namedKind(kind);
  if (named === undefined) return undefined;
  const w = wordsOf(view);
  return html`<p><a href="${playbookPath(named)}">${w.suspicion.whole(w.scamKinds[named])}</a></p>`;
}

/** Whether an answer warns of a likeness alone: no value in the text is remarkable for itself. */
export function warnsByLikeness({ verdict, indicators, scam, campaign }: CheckAnswer): boolean {
  const isAlike = isShown(scam) || campaign !== undefined;
  return verdict === 'caution' && isAlike && indicators.every((found) => found.verdict !== 'caution');
}

/** Where no value speaks against a text, what does: its wording alone. */
export function wordingPart(view: PageView, { scam, indicators }: CheckAnswer): HtmlValue {
  const isAlone = indicators.every(({ verdict }) => verdict === 'no-record' || verdict === 'known-good');
  return isShown(scam) && isAlone && html`<p>${wordsOf(view).suspicion.wording}</p>`;
}

/** The wording that carried the reading, to be marked in the text. */
export function phraseFinds(view: PageView, { scam }: CheckAnswer): Find[] {
  const kind = isShown(scam) ? namedKind(scam.kind) : undefined;
  if (scam === undefined || kind === undefined) return [];
  const w = wordsOf(view);
  const label = w.suspicion.phrase(w.scamKinds[kind]);
  return scam.because.slice(0, phrasesMax).map(({ start, end }) => ({ start, end, look: 'phrase' as const, label }));
}

/** A reading of a kind that is no scam says nothing here: a page never tells that something is honest. */
function isShown(scam: ScamSuspicion | undefined): scam is ScamSuspicion {
  return scam !== undefined && (scam.kind === undefined || isScamKind(scam.kind));
}

function namedKind(kind: string | undefined): ScamKind | undefined {
  return kind !== undefined && isScamKind(kind) && kind !== 'other' ? kind : undefined;
}

function isScamKind(word: string): word is ScamKind {
  return (scamKinds as readonly string[]).includes(word);
}
