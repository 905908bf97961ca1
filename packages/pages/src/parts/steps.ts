import type { NextStep } from '@spring-rain/contract';
import type { Step } from '@spring-rain/look';
import { type Html, html } from '../html.ts';
import { type PageView, wordsOf } from '../view.ts';

/** Where a step can be taken on this site. */
const places: Partial<Record<NextStep, string>> = { 'already-paid': '/paid', 'report-it': '#report' };

/** What to do, in order, each in one plain sentence with its help behind it; before all, what this scam asks for. */
export function stepList(view: PageView, steps: readonly NextStep[], before?: Step): Html {
  const w = wordsOf(view);
  return html`<ol class="steps">${before !== undefined && stepItem(before)}${steps.map((step) => {
    const { lead, rest } = w.nextSteps[step];
    const place = places[step];
    if (place === undefined) return stepItem({ lead, rest });
    return step === 'already-paid'
      ? html`<li><strong>${lead}</strong> <a href="${place}">${rest}</a></li>\n`
      : html`<li><strong><a href="${place}">${lead}</a></strong> ${rest}</li>\n`;
  })}</ol>`;
}

/** One step: what to do, and what helps to do it. */
export function stepItem({ lead, rest }: Step): Html {
  return html`<li><strong>${lead}</strong> ${rest}</li>\n`;
}
