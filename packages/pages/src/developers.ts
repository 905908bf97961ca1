import type { Words } from '@spring-rain/look';
import { wordFor } from '@spring-rain/look';
import { type Html, type HtmlValue, html } from './html.ts';
import { page } from './layout.ts';
import { facts } from './parts/evidence.ts';
import { type Operation, readOperations } from './parts/operations.ts';
import { type PageView, wordsOf } from './view.ts';

/** The API to browse: every endpoint of the OpenAPI document, with who may call it, its fields, and how it refuses. */
export function developersPage(view: PageView, { openapi }: { openapi: unknown }): string {
  const w = wordsOf(view);
  const { operations, commonRefusals } = readOperations(openapi);
  const groups = Map.groupBy(operations, ({ group }) => group);
  return page(view, {
    title: w.developers.title,
    body: html`<h1>${w.developers.title}</h1>
<p>${w.developers.lead}</p>
<p><a href="/openapi.json">${w.developers.whole}</a></p>
${operations.length === 0 && html`<p>${w.developers.noneFound}</p>`}
${commonRefusals.length > 0 && html`<p class="soft">${w.developers.common}${w.colon}${commonRefusals.join(', ')}</p>`}
${[...groups].map(([group, some]) => groupPart(w, group, some))}`,
  });
}

function groupPart(w: Words, group: string, operations: readonly Operation[]): Html {
  return html`<section><h2>${wordFor(w.developers.groups, group) ?? group}</h2>
${operations.map((operation) => operationPart(w, operation))}</section>`;
}

function operationPart(w: Words, operation: Operation): Html {
  const { method, path, summary, needs, sends, answers, refusals } = operation;
  const details: readonly (readonly [string, HtmlValue])[] = [
    [w.developers.needs, needs.join(', ')],
    [w.developers.request, sends.join(', ')],
    [w.developers.reply, answers.join(', ')],
    [w.developers.problems, refusals.join(', ')],
  ];
  const isPlain = details.every(([, text]) => text === '');
  const line = html`<code>${method} ${path}</code>`;
  if (isPlain) return html`<p>${line}<br><span lang="en">${summary}</span></p>\n`;
  return html`<details><summary>${line}</summary><p lang="en">${summary}</p>${facts(details)}</details>\n`;
}
