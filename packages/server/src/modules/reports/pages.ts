import { randomUUID } from 'node:crypto';
import { Problem, type ProblemDocument, pageEndpoints, problemDocument } from '@spring-rain/contract';
import {
  appealPage,
  type FormValues,
  paidPage,
  promisesPage,
  receiptGivenPage,
  receiptPage,
  reportPage,
  type StatusData,
  statusPage,
} from '@spring-rain/pages';
import type { Context } from '../../platform/context.ts';
import { bind } from '../../platform/http/bind.ts';
import { pageView } from '../../platform/http/page-view.ts';
import type { HtmlReply, RequestInfo, Route } from '../../platform/http/types.ts';
import { appealAnswer, appealListing } from './appeals.ts';
import { attachWhatFits } from './attachments.ts';
import { emergencyCountries, likelyCountry } from './emergency.ts';
import { fileReport, type KeepReport } from './filing.ts';
import { exportOwnData } from './own-data.ts';
import { addToReport, readReceipt } from './receipts.ts';
import { draftOfForm } from './report-form.ts';
import { askForDeletion } from './rights.ts';

/** The public's forms and pages of reports, receipts and appeals. */
export function reportPages(keepReport: KeepReport): Route[] {
  return [
    bind(pageEndpoints.reportPage, (ctx, _input, request) => showReportForm(ctx, request, {})),
    bind(pageEndpoints.reportPrefilledPage, (ctx, { body }, request) =>
      showReportForm(ctx, request, { text: body.text }),
    ),
    bind(
      pageEndpoints.fileReportPage,
      (ctx, { body }, request) => fileFromForm(ctx, { body, request, keepReport }),
      (ctx, { input, request, problem }) => showReportForm(ctx, request, input.body, problem),
    ),
    bind(pageEndpoints.paidPage, async (ctx, { query }, request) => ({
      html: paidPage(pageView(ctx, request), {
        ...(query.country === undefined ? {} : { country: query.country }),
        countries: emergencyCountries,
        idempotencyKey: randomUUID(),
        contactAvailable: ctx.keys.canSeal,
        ...(await proofOf(request)),
      }),
    })),
    bind(pageEndpoints.promisesPage, (ctx, _input, request) => ({ html: promisesPage(pageView(ctx, request)) })),
    ...receiptPages,
    ...appealPages,
  ];
}

const receiptPages: readonly Route[] = [
  bind(pageEndpoints.receiptPage, (ctx, _input, request) => ({ html: receiptPage(pageView(ctx, request), {}) })),
  bind(
    pageEndpoints.statusPage,
    (ctx, _input, request) => showStatus(ctx, request),
    (ctx, { request, problem }) => ({ html: receiptPage(pageView(ctx, request), { problem }) }),
  ),
  bind(
    pageEndpoints.addToReportPage,
    async (ctx, { body }, request) => {
      const refused = await addFromForm(ctx, body.text, request);
      return showStatus(
        ctx,
        request,
        refused === undefined ? {} : { problem: problemDocument(refused, request.language) },
      );
    },
    showStatusProblem,
  ),
  bind(
    pageEndpoints.appealAnswerPage,
    async (ctx, { body }, request) => {
      await appealAnswer(ctx, { ...receiptOf(request), text: body.text });
      return showStatus(ctx, request);
    },
    showStatusProblem,
  ),
  bind(
    pageEndpoints.correctReportPage,
    async (ctx, { body }, request) => {
      await addToReport(ctx, { ...receiptOf(request), text: body.text, isCorrection: true });
      return showStatus(ctx, request);
    },
    (ctx, { input, request, problem }) =>
      showStatusProblem(ctx, { request, problem, values: { correct: input.body.text } }),
  ),
  bind(
    pageEndpoints.askForDeletionPage,
    async (ctx, { body }, request) => {
      await askForDeletion(ctx, { ...receiptOf(request), text: body.text });
      return showStatus(ctx, request);
    },
    (ctx, { input, request, problem }) =>
      showStatusProblem(ctx, {
        request,
        problem,
        ...(input.body.text === undefined ? {} : { values: { delete: input.body.text } }),
      }),
  ),
  bind(
    pageEndpoints.ownDataPage,
    async (ctx, _input, request) => {
      const data = await exportOwnData(ctx, request.receiptHash!);
      return {
        bytes: Buffer.from(`${JSON.stringify(data, null, 2)}\n`),
        mediaType: 'application/json; charset=utf-8',
        headers: {
          'content-disposition': 'attachment; filename="spring-rain-receipt.json"',
          'cache-control': 'no-store',
        },
      };
    },
    (ctx, { request, problem }) => ({ html: receiptPage(pageView(ctx, request), { problem }) }),
  ),
];

const appealPages: readonly Route[] = [
  bind(pageEndpoints.appealPage, (ctx, { query }, request) => showAppealForm(ctx, request, { ...query })),
  bind(
    pageEndpoints.appealListingPage,
    async (ctx, { body }, request) => {
      const { value, text, contact } = body;
      const draft = { value, text, ...(contact ? { contact } : {}), idempotencyKey: request.idempotencyKey! };
      const receipt = await appealListing(ctx, draft);
      return { html: receiptGivenPage(pageView(ctx, request), { ...receipt, moneyMoving: false, about: 'appeal' }) };
    },
    (ctx, { input, request, problem }) => showAppealForm(ctx, request, input.body, problem),
  ),
];

async function proofOf(request: RequestInfo) {
  const proof = await request.proofRequest();
  return proof === undefined ? {} : { proof };
}

/** The form's key, unless it was used with another text: then only a new one can be sent. */
function keyFor(request: RequestInfo, problem: ProblemDocument | undefined): string {
  const isUsable = problem !== undefined && problem.code !== 'idempotency.key_reused';
  return (isUsable ? request.idempotencyKey : undefined) ?? randomUUID();
}

async function showReportForm(
  ctx: Context,
  request: RequestInfo,
  values: FormValues,
  problem?: ProblemDocument,
): Promise<HtmlReply> {
  const data = {
    values,
    idempotencyKey: keyFor(request, problem),
    contactAvailable: ctx.keys.canSeal,
    ...(problem === undefined ? {} : { problem }),
    ...(await proofOf(request)),
  };
  return { html: reportPage(pageView(ctx, request), data) };
}

type ReportFormBody = Parameters<typeof draftOfForm>[0];

/** Keeps the report first and then its files: a file that is refused never costs the report. */
async function fileFromForm(
  ctx: Context,
  { body, request, keepReport }: { body: ReportFormBody; request: RequestInfo; keepReport: KeepReport },
): Promise<HtmlReply> {
  const draft = draftOfForm(body, ctx.profile.timeZone);
  const { idempotencyKey, reporterParts, language } = request;
  const given = await fileReport(ctx, keepReport, { draft, idempotencyKey: idempotencyKey!, reporterParts });
  const receiptHash = ctx.keys.receiptHash(given.receipt);
  const { refused } = await attachWhatFits(ctx, receiptHash, request.files);
  const emergency = likelyCountry(draft.loss?.amount?.currency, language);
  const data = {
    ...given,
    about: 'report' as const,
    moneyMoving: draft.moneyMoving === true,
    ...(draft.scamKind === undefined ? {} : { scamKind: draft.scamKind }),
    notes: refused.map((problem) => problemDocument(problem, language)),
    ...(emergency === undefined ? {} : { emergency }),
  };
  return { html: receiptGivenPage(pageView(ctx, request), data) };
}

function receiptOf({ receiptHash, idempotencyKey }: RequestInfo) {
  return { receiptHash: receiptHash!, idempotencyKey: idempotencyKey! };
}

/** Adds text, files, or both; answers the first file's problem, or throws when there is nothing to add at all. */
async function addFromForm(ctx: Context, text: string, request: RequestInfo): Promise<Problem | undefined> {
  const isTextGiven = text.trim() !== '';
  if (isTextGiven) await addToReport(ctx, { ...receiptOf(request), text });
  const { taken, refused } = await attachWhatFits(ctx, request.receiptHash!, request.files);
  if (!isTextGiven && taken + refused.length === 0) {
    throw new Problem('report.text_blank', { parameters: { field: 'text' } });
  }
  return refused[0];
}

/** What a form on the page refused, and what was typed into it. */
interface StatusRefusal {
  readonly problem?: ProblemDocument;
  readonly values?: NonNullable<StatusData['values']>;
}

async function showStatus(
  ctx: Context,
  request: RequestInfo,
  { problem, values = {} }: StatusRefusal = {},
): Promise<HtmlReply> {
  const status = await readReceipt(ctx, request.receiptHash!);
  const now = ctx.now().toISOString();
  const data = { receipt: request.receipt!, status, idempotencyKey: randomUUID(), now, values };
  const html = statusPage(pageView(ctx, request), problem === undefined ? data : { ...data, problem });
  return problem === undefined ? { html } : { html, status: problem.status };
}

/** What a form on the status page refused, on that page; without such a receipt, where one is entered. */
async function showStatusProblem(
  ctx: Context,
  { request, problem, values = {} }: StatusRefusal & { request: RequestInfo; problem: ProblemDocument },
): Promise<HtmlReply> {
  if (problem.code === 'receipt.unknown') return { html: receiptPage(pageView(ctx, request), { problem }) };
  return showStatus(ctx, request, { problem, values });
}

async function showAppealForm(
  ctx: Context,
  request: RequestInfo,
  values: FormValues,
  problem?: ProblemDocument,
): Promise<HtmlReply> {
  const data = {
    values,
    idempotencyKey: keyFor(request, problem),
    contactAvailable: ctx.keys.canSeal,
    ...(problem === undefined ? {} : { problem }),
    ...(await proofOf(request)),
  };
  return { html: appealPage(pageView(ctx, request), data) };
}
