import { limits, type Passkey, type ProblemDocument } from '@spring-rain/contract';
import { type Html, html } from './html.ts';
import { page } from './layout.ts';
import { facts } from './parts/evidence.ts';
import { lineBox, problemBox } from './parts/fields.ts';
import { passkeyState } from './parts/passkeys.ts';
import { type OfferedProvider, providerLinks } from './parts/providers.ts';
import { moment } from './times.ts';
import { type PageView, wordsOf } from './view.ts';

/** The passkeys of whoever is signed in: adding one needs a script, removing one does not. */
export function passkeysPage(
  view: PageView,
  {
    passkeys,
    providers,
    problem,
  }: {
    readonly passkeys: readonly Passkey[];
    readonly providers: readonly OfferedProvider[];
    readonly problem?: ProblemDocument;
  },
): string {
  const w = wordsOf(view).passkeys;
  return page(view, {
    title: w.title,
    failed: problem !== undefined,
    isDesk: true,
    alternate: { action: '/desk/passkeys' },
    scripts: ['passkey.js'],
    body: html`${problemBox(view, problem)}
<h1>${w.title}</h1>
<p>${w.lead}</p>
${passkeys.length === 0 ? html`<p class="soft">${w.none}</p>` : html`<ul class="timeline">${passkeys.map((passkey) => passkeyPart(view, passkey))}</ul>`}
<form class="box" data-passkey-enrol data-failed="${w.failed}" hidden>
<h2>${w.add}</h2>
${lineBox({ name: 'name', label: w.name, hint: w.nameHint, required: true, maxLength: limits.nameMaxChars })}
<button>${w.addSend}</button>
${passkeyState()}
</form>
<noscript><p class="soft">${w.needsScript}</p></noscript>
${providerLinks(view, providers)}
<p><a href="/desk">${w.back}</a></p>`,
  });
}

function passkeyPart(view: PageView, { id, name, addedAt, lastUsedAt }: Passkey): Html {
  const w = wordsOf(view).passkeys;
  return html`<li><p><strong>${name}</strong></p>
${facts([
  [w.addedAt, moment(view, addedAt)],
  [w.lastUsedAt, lastUsedAt === undefined ? w.never : moment(view, lastUsedAt)],
])}
<form method="post" action="/desk/passkeys/${id}/removal"><button class="quiet" aria-label="${w.removeNamed(name)}">${w.remove}</button></form></li>`;
}
