import { type Html, html } from '../html.ts';

/** The receipt in groups of four, selected whole by one click. Digits that do not come in sixteen are shown as they are. */
export function receiptDigits(receipt: string): Html {
  const digits = receipt.replace(/[^0-9]/g, '');
  return html`<output class="receipt" translate="no">${digits.match(/.{1,4}/g)?.join(' ') ?? receipt}</output>`;
}
