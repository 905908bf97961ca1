import { type Html, html } from './html.ts';
import { page } from './layout.ts';
import { type PageView, wordsOf } from './view.ts';

/** The API to browse: every endpoint of the OpenAPI document, with who may call it and how it refuses. */
export function developersPage(view: PageView, { openapi }: { openapi: unknown }): string {
  const w = wordsOf(view);
  const operations = listOperations(openapi);
  return page(view, {
    title: w.developers.title,
    body: html`<h1>${w.developers.title}</h1>
<p>${w.developers.lead}</p>
<p><a href="/openapi.json">${w.developers.whole}</a></p>
${operations.length === 0 && html`<p>${w.developers.noneFound}</p>`}
<ul class="plain">${operations.map((operation) => operationPart(operation))}</ul>`,
  });
}

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly summary: string;
}

function listOperations(openapi: unknown): Operation[] {
  const paths = recordOf(recordOf(openapi).paths);
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(recordOf(methods)).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      summary: String(recordOf(operation).summary ?? ''),
    })),
  );
}

function operationPart({ method, path, summary }: Operation): Html {
  return html`<li><code>${method} ${path}</code><br>${summary}</li>\n`;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
