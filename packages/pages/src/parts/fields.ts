import type { ProblemDocument } from '@spring-rain/contract';
import { type Html, type HtmlValue, html } from '../html.ts';
import { type PageView, wordsOf } from '../view.ts';

/** One field of a form, with its label, its hint, and what was wrong with it. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly value?: string | undefined;
  readonly required?: boolean;
  readonly maxLength?: number;
  readonly problem?: ProblemDocument | undefined;
}

/** Field names that a problem is about. */
const fieldsOfProblems: Readonly<Record<string, string>> = {
  'check.text_blank': 'text',
  'report.text_blank': 'text',
  'text.too_long': 'text',
  'text.not_unicode': 'text',
  'report.amount_invalid': 'amount',
  'report.time_invalid': 'happenedAt',
  'contact.unavailable': 'contact',
  'image.missing': 'file',
  'image.one_only': 'file',
  'image.unreadable': 'file',
  'image.too_large': 'file',
  'image.nothing_read': 'text',
  'image.took_too_long': 'file',
  'image.busy': 'text',
  'attachment.type_refused': 'file',
  'attachment.too_large': 'file',
  'attachment.too_many': 'file',
  'attachment.broken': 'file',
  'receipt.unknown': 'receipt',
};

/** The form field that a problem is about, if it is about one. */
export function fieldOf(problem: ProblemDocument | undefined): string | undefined {
  if (problem === undefined) return undefined;
  // A draft names its fields by path ("loss/amount"); a form has only the last part.
  const named = problem.field?.split(/[./]/).at(-1);
  return named !== undefined && /^[A-Za-z]{1,40}$/.test(named) ? named : fieldsOfProblems[problem.code];
}

/** A box for text of several lines. */
export function textBox(field: Field & { rows: number }): Html {
  return labelled(field, (attributes) => {
    // HTML drops one line break after the tag; this one is for it to drop.
    return html`<textarea${attributes} rows="${field.rows}" spellcheck="false" autocapitalize="off">
${field.value ?? ''}</textarea>`;
  });
}

/** A box for one line; `type` and `mode` choose the keyboard that a phone shows. */
export function lineBox(
  field: Field & {
    type?: 'text' | 'datetime-local' | 'password';
    mode?: 'numeric' | 'decimal' | 'text';
    autocomplete?: string;
  },
): Html {
  return labelled(
    field,
    (attributes) =>
      html`<input${attributes} type="${field.type ?? 'text'}" value="${field.value ?? ''}" autocomplete="${field.autocomplete ?? 'off'}"${
        field.mode !== undefined && html` inputmode="${field.mode}"`
      }>`,
  );
}

/** One of several values; the first entry is what stands there untouched. */
export function choice(field: Field & { options: readonly (readonly [value: string, name: string])[] }): Html {
  return labelled(
    field,
    (attributes) =>
      html`<select${attributes}>${field.options.map(
        ([value, name]) =>
          html`<option value="${value}"${value === (field.value ?? '') && html` selected`}>${name}</option>`,
      )}</select>`,
  );
}

/** Files to send along. */
export function fileBox(field: Field): Html {
  return labelled(
    field,
    (attributes) =>
      html`<input${attributes} type="file" multiple accept="image/jpeg,image/png,image/webp,image/gif,application/pdf">`,
  );
}

/** One picture to send along. Where scripts run, one can also be pasted into the form or dropped on it. */
export function pictureBox(field: Field): Html {
  return labelled(
    field,
    (attributes) => html`<input${attributes} type="file" accept="image/jpeg,image/png,image/webp,image/gif">`,
  );
}

/** A hidden value. */
export function hidden(name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}">`;
}

function labelled(field: Field, input: (attributes: Html) => Html): Html {
  const { name } = field;
  const wrong = field.problem !== undefined && fieldOf(field.problem) === name ? field.problem : undefined;
  const notes: readonly string[] = [
    ...(field.hint === undefined ? [] : [`${name}-hint`]),
    ...(wrong === undefined ? [] : [`${name}-problem`]),
  ];
  const attributes = html` id="${name}" name="${name}"${field.required === true && html` required`}${
    field.maxLength !== undefined && html` maxlength="${field.maxLength}"`
  }${notes.length > 0 && html` aria-describedby="${notes.join(' ')}"`}${wrong !== undefined && html` aria-invalid="true"`}`;
  return html`<div class="field">
<label for="${name}">${field.label}</label>
${field.hint !== undefined && html`<p class="hint" id="${name}-hint">${field.hint}</p>`}
${wrong !== undefined && html`<p class="wrong" id="${name}-problem">${wrong.detail}</p>`}
${input(attributes)}
</div>`;
}

/** What was refused, at the top of the page, with a way to the field. */
export function problemBox(view: PageView, problem: ProblemDocument | undefined, more?: HtmlValue): Html {
  if (problem === undefined) return html``;
  const w = wordsOf(view);
  const field = fieldOf(problem);
  return html`<section class="problem" role="alert" aria-labelledby="problem-title">
<h2 id="problem-title">${problem.title}</h2>
<p>${problem.detail}</p>
${more}
${field !== undefined && html`<p><a href="#${field}">${w.site.toField}</a></p>`}
</section>`;
}
