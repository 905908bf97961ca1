import { type Html, html } from '../html.ts';
import { type PageView, type ProofRequest, wordsOf } from '../view.ts';
import { hidden } from './fields.ts';

/**
 * What a form carries when a flood makes us ask for a proof: the waiting ticket, which is good after its time without
 * any script, and the challenge, which `proof.js` solves instead of waiting.
 */
export function proofFields(view: PageView, proof: ProofRequest | undefined): Html {
  if (proof === undefined) return html``;
  const w = wordsOf(view);
  return html`<section class="wait" data-proof data-challenge="${proof.challenge}" data-working="${w.proof.working}" data-done="${w.proof.done}">
<h2>${w.proof.title}</h2>
<p>${w.proof.why}</p>
<p role="status" data-proof-state>${w.proof.wait(proof.waitSeconds)}</p>
${hidden('proof', proof.waitingTicket)}
</section>`;
}
