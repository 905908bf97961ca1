import type { ImageCode } from '@spring-rain/contract';
import { type Html, html } from '../html.ts';
import { type PageView, wordsOf } from '../view.ts';

/** What is said of a reading beside its text. */
export interface PictureReading {
  readonly codes: readonly ImageCode[];
  readonly isComplete: boolean;
}

/** That a machine read the text from a picture, how far it came, and what the codes in it are. */
export function readPart(view: PageView, { codes, isComplete }: PictureReading): Html {
  const w = wordsOf(view);
  return html`<section aria-labelledby="read"><h2 id="read">${w.home.fromPicture}</h2>
<p>${w.home.fromPictureNote}</p>
${!isComplete && html`<p><strong>${w.home.readInPart}</strong></p>`}
${codes.length > 0 && html`<p>${w.home.codes}</p><ul class="plain">${codes.map((code) => codeItem(view, code))}</ul>`}</section>`;
}

/** A code's content is text here, whatever it asks for: nobody should open it from this page. */
function codeItem(view: PageView, { kind, text }: ImageCode): Html {
  const { name, meaning } = wordsOf(view).imageCodeKinds[kind];
  return html`<li><span class="kind">${name}</span> <bdi class="value" translate="no">${text}</bdi><br><span class="soft">${meaning}</span></li>`;
}
