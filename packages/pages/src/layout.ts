import { languages, words } from '@spring-rain/look';
import { type Html, type HtmlValue, html, serialise } from './html.ts';
import { type Alternate, type PageView, wordsOf } from './view.ts';

/** What a page puts into the common frame. */
export interface PageParts {
  readonly title: string;
  readonly body: HtmlValue;
  /** Shown as a refusal: the title says so first. */
  readonly failed?: boolean;
  /** Small scripts by file name; the page works without them. */
  readonly scripts?: readonly ('form.js' | 'passkey.js' | 'proof.js' | 'receipt.js')[];
  readonly alternate?: Alternate | undefined;
  /** A page for staff: without the ways that the public is shown. */
  readonly isDesk?: boolean;
  /** What stands here is shown once: no way leads off it but its own. */
  readonly isShownOnce?: boolean;
  /** No green anywhere: a page that says "no record" must not look like "all clear". */
  readonly withoutGreen?: boolean;
}

/** A whole document: head, banner, the way to "I have already paid", the page itself, and where else to go. */
export function page(view: PageView, parts: PageParts): string {
  const w = wordsOf(view);
  const title = parts.failed === true ? w.site.errorTitle(parts.title) : parts.title;
  const document = html`<!doctype html>
<html lang="${w.tag}"${parts.withoutGreen === true && html` class="without-green"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="format-detection" content="telephone=no">
<meta name="referrer" content="no-referrer">
<title>${title} · ${w.site.name}</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/spring-rain.css">
${(parts.scripts ?? []).map((name) => html`<script src="/assets/${name}" defer></script>`)}
</head>
<body>
<a class="skip" href="#main">${w.site.skip}</a>
${banner(view, parts)}
<main id="main" tabindex="-1">
${parts.body}
</main>
${footer(view, parts)}
</body>
</html>
`;
  return serialise(document);
}

function banner(view: PageView, { alternate, isDesk = false, isShownOnce = false }: PageParts): Html {
  const w = wordsOf(view);
  return html`<header>
${view.demo && html`<p class="demo">${w.site.demo}</p>`}
<div class="banner">
<div class="row">
<a class="brand" href="${isDesk ? '/desk' : '/'}">${w.site.name}</a>
${!isShownOnce && languages.filter((tag) => tag !== view.language).map((tag) => languageSwitch(view, alternate, tag))}
</div>
${!isDesk && html`<a class="paid" href="/paid"${view.path === '/paid' && html` aria-current="page"`}>${w.site.alreadyPaid}</a>`}
</div>
</header>`;
}

function languageSwitch(view: PageView, own: Alternate | undefined, tag: (typeof languages)[number]): Html {
  const alternate = view.alternate ?? own;
  const name = words(tag).name;
  if (alternate?.fields === undefined) {
    const address = withLanguage(alternate?.action ?? view.path, tag);
    return html`<a class="language" href="${address}" lang="${tag}" hreflang="${tag}">${name}</a>`;
  }
  const fields = Object.entries(alternate.fields);
  return html`<form method="post" action="${withLanguage(alternate.action, tag)}">
${fields.map(([field, value]) => html`<input type="hidden" name="${field}" value="${value}">`)}
<button class="language" lang="${tag}">${name}</button>
</form>`;
}

function withLanguage(path: string, tag: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}lang=${tag}`;
}

function footer(view: PageView, { isDesk = false }: PageParts): Html {
  const w = wordsOf(view);
  if (isDesk) return html`<footer><p>${w.site.name} · ${w.site.version(view.version)}</p></footer>`;
  const places: readonly (readonly [string, string])[] = [
    ['/', w.site.home],
    ['/report', w.site.report],
    ['/receipt', w.site.receipt],
    ['/appeal', w.site.appeal],
    ['/scams', w.site.scams],
    ['/sources', w.site.sources],
    ['/promises', w.site.promises],
    ['/developers', w.site.developers],
  ];
  return html`<footer>
<nav aria-label="${w.site.menu}">
<ul>
${places.map(
  ([path, name]) => html`<li><a href="${path}"${path === view.path && html` aria-current="page"`}>${name}</a></li>\n`,
)}</ul>
</nav>
<p><strong>${w.site.name}</strong> ${w.site.promise}</p>
<p>${w.site.version(view.version)}</p>
</footer>`;
}
