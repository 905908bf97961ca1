import type { ProblemDocument } from '@spring-rain/contract';
import { html } from './html.ts';
import { page } from './layout.ts';
import { lineBox, problemBox } from './parts/fields.ts';
import { passkeyScript, passkeySignIn } from './parts/passkeys.ts';
import { type OfferedProvider, providerSignIns } from './parts/providers.ts';
import { type PageView, wordsOf } from './view.ts';

export interface SignInData {
  readonly problem?: ProblemDocument;
  /** What was typed as login; a password is never shown again. */
  readonly login?: string;
  /** Agencies’ own sign-in services. */
  readonly providers?: readonly OfferedProvider[];
}

/** Where staff sign in: login, password and code in one form, so that no step tells which of them was wrong. */
export function deskSignInPage(view: PageView, { problem, login, providers = [] }: SignInData): string {
  const w = wordsOf(view).account.signIn;
  return page(view, {
    title: w.title,
    failed: problem !== undefined,
    isDesk: true,
    scripts: [passkeyScript],
    alternate: { action: '/desk/sign-in' },
    body: html`${problemBox(view, problem)}
<h1>${w.title}</h1>
<p class="soft">${w.lead}</p>
<form method="post" action="/desk/sign-in" class="box">
${lineBox({ name: 'login', label: w.login, value: login, required: true, maxLength: 100, autocomplete: 'username' })}
${lineBox({ name: 'password', label: w.password, type: 'password', required: true, autocomplete: 'current-password' })}
${lineBox({ name: 'code', label: w.code, hint: w.codeHint, required: true, maxLength: 40, autocomplete: 'one-time-code' })}
<button>${w.send}</button>
</form>
${passkeySignIn(view)}
${providerSignIns(view, providers)}
<p class="soft">${w.lost}</p>`,
  });
}
