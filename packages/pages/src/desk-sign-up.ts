import { accountLimits, type ProblemDocument, type SignUpOpening } from '@spring-rain/contract';
import { type Html, html } from './html.ts';
import { page } from './layout.ts';
import { facts } from './parts/evidence.ts';
import { hidden, lineBox, problemBox } from './parts/fields.ts';
import { type PageView, wordsOf } from './view.ts';

export interface SignUpData {
  /** The path of the link, to which the form is sent. */
  readonly path: string;
  readonly opening: SignUpOpening;
  readonly problem?: ProblemDocument;
  /** What was typed; a password is never shown again. */
  readonly values?: { readonly login?: string | undefined; readonly name?: string | undefined };
}

/** The page of a sign-up link: password and second factor in one form, which works without JavaScript. */
export function signUpPage(view: PageView, data: SignUpData): string {
  const w = wordsOf(view).account.signUp;
  const { opening, problem, path } = data;
  const title = w.titles[opening.purpose];
  return page(view, {
    title,
    failed: problem !== undefined,
    isDesk: true,
    body: html`${problemBox(view, problem)}
<h1>${title}</h1>
<p>${w.leads[opening.purpose]}</p>
<form method="post" action="${path}" class="box">
${hidden('ticket', opening.ticket)}
<h2>${w.who}</h2>
${
  opening.login === undefined
    ? newPersonFields(view, data)
    : facts([
        [w.login, opening.login],
        [w.name, opening.name],
      ])
}
${lineBox({ name: 'password', label: w.password, hint: w.passwordHint(String(accountLimits.passwordMinChars)), problem, type: 'password', required: true, autocomplete: 'new-password' })}
<h2>${w.app}</h2>
<p>${w.appLead}</p>
${opening.totpQrSvg !== undefined && html`<p><img class="qr" src="${svgAddress(opening.totpQrSvg)}" alt="${w.appPicture}" width="200" height="200"></p>`}
${facts([[w.secret, html`<code>${grouped(opening.totpSecret)}</code>`]])}
<p><a href="${opening.totpUri}">${w.appLink}</a></p>
${lineBox({ name: 'code', label: w.code, hint: w.codeHint, problem, mode: 'numeric', required: true, maxLength: 40, autocomplete: 'one-time-code' })}
<button>${w.send}</button>
</form>`,
  });
}

function newPersonFields(view: PageView, { problem, values }: SignUpData): Html {
  const w = wordsOf(view).account.signUp;
  return html`${lineBox({ name: 'login', label: w.login, hint: w.loginHint, value: values?.login, problem, required: true, maxLength: 100, autocomplete: 'username' })}
${lineBox({ name: 'name', label: w.name, hint: w.nameHint, value: values?.name, problem, required: true, maxLength: 100, autocomplete: 'name' })}`;
}

/** The recovery codes, once. */
export function recoveryCodesPage(view: PageView, { codes }: { codes: readonly string[] }): string {
  const w = wordsOf(view).account.codes;
  return page(view, {
    title: w.title,
    isDesk: true,
    isShownOnce: true,
    body: html`<h1>${w.title}</h1>
<section class="urgent" aria-label="${w.list}"><p><strong>${w.lead}</strong></p>
<ol class="codes">${codes.map((code) => html`<li><code>${code}</code></li>`)}</ol>
<p>${w.use}</p></section>
<p><a href="/desk/sign-in">${w.next}</a></p>`,
  });
}

/** A picture in the page itself: nothing is asked of another address. */
function svgAddress(svg: string): string {
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** In fours, as people type them. */
function grouped(secret: string): string {
  return secret.replace(/(.{4})(?=.)/g, '$1 ');
}
