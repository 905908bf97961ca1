import Type from 'typebox';
import { endpoint } from './endpoint.ts';
import { ReceiptSchema, ScamKindSchema, TextSchema } from './schemas.ts';

export * from './desk-account-pages.ts';
export * from './desk-passkey-pages.ts';
export * from './desk-people-pages.ts';
export * from './desk-provider-pages.ts';

/**
 * Pages are endpoints too. Every one of them also takes `?lang=` (a BCP 47 tag), which is kept in a cookie.
 *
 * Forms send every field as text, empty when untouched; the page binder turns them into a draft.
 */
const field = Type.Optional(Type.String({ maxLength: 2_000 }));
const closed = { additionalProperties: false };

function page(name: string, path: string, summary: string) {
  return endpoint({ name, method: 'GET', path, summary, permission: 'public', produces: 'html' });
}

export const homePage = page('homePage', '/', 'The one box: got something suspicious?');

export const checkPage = endpoint({
  name: 'checkPage',
  method: 'POST',
  path: '/',
  summary: 'The answer, on the same page as the box: to the text, to one picture (field `file`), or to both.',
  permission: 'public',
  rateBudget: 'check',
  accepts: 'multipart',
  produces: 'html',
  body: Type.Object({ text: TextSchema, fromPicture: Type.Optional(Type.String({ maxLength: 10 })) }, closed),
  problems: [
    'check.text_blank',
    'text.too_long',
    'text.not_unicode',
    'image.one_only',
    'image.unreadable',
    'image.too_large',
    'image.nothing_read',
    'image.took_too_long',
    'image.busy',
    'attachment.too_large',
    'attachment.too_many',
  ],
});

export const reportPage = page('reportPage', '/report', 'The form to report something.');

export const reportPrefilledPage = endpoint({
  name: 'reportPrefilledPage',
  method: 'POST',
  path: '/report/new',
  summary: 'The form to report something, with the text that was checked already in it.',
  permission: 'public',
  accepts: 'form',
  produces: 'html',
  body: Type.Object({ text: TextSchema }, closed),
});

/** Multipart: text fields as in `ReportFormFields`, up to five `file` parts. */
export const fileReportPage = endpoint({
  name: 'fileReportPage',
  method: 'POST',
  path: '/report',
  summary: 'Keeps the report and shows its receipt.',
  permission: 'public',
  rateBudget: 'report',
  accepts: 'multipart',
  produces: 'html',
  idempotent: true,
  body: Type.Object(
    {
      idempotencyKey: field,
      text: TextSchema,
      scamKind: field,
      channel: field,
      happenedAt: field,
      moneyMoving: field,
      amount: field,
      currency: field,
      paidAt: field,
      ownBank: field,
      payeeAccount: field,
      contact: field,
      /** The visitor's offset from UTC in minutes, filled by script; without it times are read in the server's profile. */
      utcOffsetMinutes: field,
      proof: field,
    },
    closed,
  ),
  problems: [
    'report.text_blank',
    'text.too_long',
    'text.not_unicode',
    'report.time_invalid',
    'report.amount_invalid',
    'contact.unavailable',
    'attachment.type_refused',
    'attachment.too_large',
    'attachment.too_many',
    'attachment.broken',
    'flood.proof_required',
    'flood.proof_invalid',
  ],
});

export const paidPage = endpoint({
  name: 'paidPage',
  method: 'GET',
  path: '/paid',
  summary: 'I have already paid: the next ten minutes, the numbers to call, and a report flagged as money moving.',
  permission: 'public',
  produces: 'html',
  query: Type.Object({ country: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$' })) }, closed),
});

export const receiptPage = page('receiptPage', '/receipt', 'Enter a receipt to see what became of a report.');

const withReceipt = { receipt: ReceiptSchema };

export const statusPage = endpoint({
  name: 'statusPage',
  method: 'POST',
  path: '/receipt',
  summary: 'What became of a report: timeline, answers, what one can do.',
  permission: 'receipt',
  rateBudget: 'receipt',
  accepts: 'form',
  produces: 'html',
  body: Type.Object(withReceipt, closed),
  problems: ['receipt.unknown'],
});

export const addToReportPage = endpoint({
  name: 'addToReportPage',
  method: 'POST',
  path: '/receipt/additions',
  summary: 'Adds text or files to a report, then shows its status.',
  permission: 'receipt',
  rateBudget: 'receipt',
  accepts: 'multipart',
  produces: 'html',
  idempotent: true,
  body: Type.Object({ ...withReceipt, idempotencyKey: field, text: TextSchema }, closed),
  problems: ['receipt.unknown', 'report.text_blank', 'text.too_long', 'text.not_unicode', 'attachment.type_refused'],
});

export const appealAnswerPage = endpoint({
  name: 'appealAnswerPage',
  method: 'POST',
  path: '/receipt/appeals',
  summary: 'Objects to an answer, then shows the status with the appeal’s clock.',
  permission: 'receipt',
  rateBudget: 'receipt',
  accepts: 'form',
  produces: 'html',
  idempotent: true,
  body: Type.Object({ ...withReceipt, idempotencyKey: field, text: TextSchema }, closed),
  problems: ['receipt.unknown', 'report.text_blank', 'text.too_long', 'appeal.already_open'],
});

export const ownDataPage = endpoint({
  name: 'ownDataPage',
  method: 'POST',
  path: '/receipt/data',
  summary: 'Everything that is kept about what the holder of a receipt told us, as a JSON file.',
  permission: 'receipt',
  rateBudget: 'receipt',
  accepts: 'form',
  produces: 'bytes',
  body: Type.Object(withReceipt, closed),
  problems: ['receipt.unknown'],
});

export const correctReportPage = endpoint({
  name: 'correctReportPage',
  method: 'POST',
  path: '/receipt/corrections',
  summary: 'Says what is wrong in a report, then shows its status.',
  permission: 'receipt',
  rateBudget: 'receipt',
  accepts: 'form',
  produces: 'html',
  idempotent: true,
  body: Type.Object({ ...withReceipt, idempotencyKey: field, text: TextSchema }, closed),
  problems: ['receipt.unknown', 'report.text_blank', 'text.too_long', 'text.not_unicode', 'request.too_large'],
});

export const askForDeletionPage = endpoint({
  name: 'askForDeletionPage',
  method: 'POST',
  path: '/receipt/deletions',
  summary: 'Asks for a report to be deleted, then shows its status with the request’s clock.',
  permission: 'receipt',
  rateBudget: 'receipt',
  accepts: 'form',
  produces: 'html',
  idempotent: true,
  body: Type.Object({ ...withReceipt, idempotencyKey: field, text: Type.Optional(TextSchema) }, closed),
  problems: ['receipt.unknown', 'rights.already_asked', 'rights.asked_too_often', 'text.too_long', 'text.not_unicode'],
});

export const appealPage = endpoint({
  name: 'appealPage',
  method: 'GET',
  path: '/appeal',
  summary: 'The form to object to a listing.',
  permission: 'public',
  produces: 'html',
  query: Type.Object({ value: Type.Optional(Type.String({ maxLength: 2_000 })) }, closed),
});

export const appealListingPage = endpoint({
  name: 'appealListingPage',
  method: 'POST',
  path: '/appeal',
  summary: 'Keeps the objection and shows its receipt.',
  permission: 'public',
  rateBudget: 'report',
  accepts: 'form',
  produces: 'html',
  idempotent: true,
  body: Type.Object(
    { idempotencyKey: field, value: Type.String({ maxLength: 2_000 }), text: TextSchema, contact: field, proof: field },
    closed,
  ),
  problems: ['request.not_found', 'report.text_blank', 'text.too_long', 'appeal.already_open', 'flood.proof_required'],
});

export const scamsPage = page('scamsPage', '/scams', 'Every kind of scam, with one line on how it goes.');

export const playbookPage = endpoint({
  name: 'playbookPage',
  method: 'GET',
  path: '/scams/:kind',
  summary: 'How one kind of scam goes: what they say next, how to recognise it, what to do now.',
  permission: 'public',
  produces: 'html',
  params: Type.Object({ kind: ScamKindSchema }, closed),
  problems: ['request.not_found'],
});

export const sourcesPage = page('sourcesPage', '/sources', 'Where the knowledge comes from, with licences.');
export const promisesPage = page('promisesPage', '/promises', 'What Spring Rain refuses to do, and privacy.');
export const developersPage = page('developersPage', '/developers', 'The API, to browse.');

export const assetFile = endpoint({
  name: 'assetFile',
  method: 'GET',
  path: '/assets/:name',
  summary: 'The style sheet, the icon, and the small scripts that pages can do without.',
  permission: 'public',
  rateBudget: 'none',
  produces: 'bytes',
  params: Type.Object({ name: Type.String({ pattern: '^[a-z0-9.-]{1,80}$' }) }, closed),
  problems: ['request.not_found'],
});
