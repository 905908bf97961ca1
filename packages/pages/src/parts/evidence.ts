import type { CheckedIndicator, Evidence } from '@spring-rain/contract';
import { inLanguage, verdictSymbols, type Words, wordFor } from '@spring-rain/look';
import { type Html, type HtmlValue, html } from '../html.ts';
import { day } from '../times.ts';
import { type PageView, wordsOf } from '../view.ts';
import { publisherLink, readableValue, telephoneLink, value, withQuery } from './links.ts';

/** An indicator once, wherever it stands in the text, with the number that its marks carry. */
export interface NumberedIndicator {
  readonly number: number;
  readonly indicator: CheckedIndicator;
}

/** One recognised value: what it is, what is known of it, and how to appeal when that is wrong. */
export function evidenceCard(view: PageView, { number, indicator }: NumberedIndicator): Html {
  const w = wordsOf(view);
  const { kind, verdict } = indicator;
  return html`<li id="n${number}" class="card ${verdict}">
<h3><span class="number">${number}</span> <span class="verdict"><span aria-hidden="true">${verdictSymbols[verdict]}</span> ${w.verdicts[verdict].name}</span> <span class="kind">${w.indicatorKinds[kind]}</span> ${value(w, indicator)}</h3>
${indicator.evidence.slice(0, evidenceMax).map((evidence) => html`<div class="evidence">${oneEvidence(view, indicator, evidence)}</div>`)}
${verdict === 'known-good' && kind === 'phone' && html`<p>${callLink(view, indicator)}</p>`}
${canBeAppealed(indicator) && appealLink(view, indicator.value)}
</li>`;
}

function callLink(view: PageView, indicator: CheckedIndicator): Html {
  const w = wordsOf(view);
  const number = readableValue(w, indicator);
  return telephoneLink({ display: number, dial: number, label: w.evidence.call(number) });
}

const evidenceMax = 6;

function oneEvidence(view: PageView, indicator: CheckedIndicator, evidence: Evidence): HtmlValue {
  const w = wordsOf(view);
  switch (evidence.type) {
    case 'listing':
      return listing(view, evidence);
    case 'official':
      return [
        html`<p>${publisherLink(view, evidence.sourceUrl, w.evidence.official(inLanguage(evidence.name, view.language)))}</p>`,
        html`<p class="soft">${w.listingScopes[evidence.scope](evidence.scopeValue)}</p>`,
      ];
    case 'reports':
      return [
        html`<p>${w.evidence.reporters(evidence.distinctReporters)} ${w.evidence.confirmed(evidence.confirmed)}</p>`,
        facts([
          [w.evidence.reportedWhat, w.listingScopes[evidence.scope](evidence.scopeValue)],
          [w.evidence.since, day(view, evidence.since)],
          [w.evidence.lastSeen, day(view, evidence.lastSeen)],
        ]),
      ];
    case 'look-alike':
      return html`<p>${w.evidence.lookAlike(evidence.official)} ${wordFor(w.lookAlikes, evidence.how) ?? w.otherLookAlike}</p>`;
    case 'trait':
      return html`<p>${traitText(w, evidence.trait)}</p>`;
    default:
      return unknownEvidence(evidence, indicator);
  }
}

// A kind of evidence that these pages do not know yet says nothing, rather than something wrong.
function unknownEvidence(evidence: never, _indicator: CheckedIndicator): undefined {
  return evidence;
}

/** What a value's shape tells, in words. */
export function traitText(w: Words, trait: string): string {
  return wordFor(w.traits, trait) ?? w.otherTrait(trait);
}

function listing(view: PageView, evidence: Extract<Evidence, { type: 'listing' }>): Html {
  const w = wordsOf(view);
  const title = inLanguage(evidence.sourceTitle, view.language);
  return html`<p>${publisherLink(view, evidence.sourceUrl, w.evidence.listedBy(title))}</p>
${evidence.reports !== undefined && html`<p>${w.evidence.reportsInList(evidence.reports)}</p>`}
${facts([
  [w.evidence.scope, w.listingScopes[evidence.scope](evidence.scopeValue)],
  [w.evidence.since, evidence.since && day(view, evidence.since)],
  [w.evidence.lastSeen, evidence.lastSeen && day(view, evidence.lastSeen)],
  [w.evidence.expires, evidence.expiresAt && day(view, evidence.expiresAt)],
  [w.evidence.reason, evidence.reason],
])}`;
}

/** Names and values; what has no value is left out. */
export function facts(rows: readonly (readonly [string, HtmlValue])[]): Html {
  const given = rows.filter(([, fact]) => fact !== undefined && fact !== '' && fact !== false);
  return html`<dl>${given.map(([name, fact]) => html`<div><dt>${name}</dt><dd>${fact}</dd></div>`)}</dl>`;
}

function canBeAppealed(indicator: CheckedIndicator): boolean {
  return indicator.evidence.some((evidence) => evidence.type === 'listing');
}

function appealLink(view: PageView, listed: string): Html {
  const w = wordsOf(view);
  const address = withQuery('/appeal', 'value', listed);
  return html`<p><a href="${address}" aria-label="${w.evidence.appealOf(listed)}">${w.evidence.appeal}</a></p>`;
}
