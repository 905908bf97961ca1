import { type Html, html } from '../html.ts';
import { type PageView, wordsOf } from '../view.ts';

/** The script that the part below, and the page of passkeys, come to life by. */
export const passkeyScript = 'passkey.js';

/** A button to sign in by passkey. Shown by `passkey.js` alone, where the browser knows passkeys. */
export function passkeySignIn(view: PageView): Html {
  const w = wordsOf(view).passkeys;
  return html`<form class="box" data-passkey-sign-in data-failed="${w.failed}" hidden>
<button class="quiet">${w.signIn}</button>
${passkeyState()}
</form>`;
}

/** Where the script says what went wrong. */
export function passkeyState(): Html {
  return html`<p class="wrong" role="alert" data-passkey-state></p>`;
}
