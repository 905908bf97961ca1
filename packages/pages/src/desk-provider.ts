import { html } from './html.ts';
import { page } from './layout.ts';
import { type PageView, wordsOf } from './view.ts';

/** Shown for a moment on the way back from an agency's provider; it goes on by itself. */
export function providerArrivalPage(view: PageView, arrival: 'signed-in' | 'linked'): string {
  const w = wordsOf(view).providers;
  const isLinked = arrival === 'linked';
  const title = isLinked ? w.linked : w.signedIn;
  return page(view, {
    title,
    isDesk: true,
    alternate: { action: '/desk' },
    body: html`<h1>${title}</h1>
<p><a href="${isLinked ? '/desk/passkeys' : '/desk'}">${w.goOn}</a></p>`,
  });
}
