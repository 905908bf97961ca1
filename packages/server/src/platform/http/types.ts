import type { Readable } from 'node:stream';
import type { Endpoint, Input, Output, ProblemDocument, ProblemLanguage, RateBudget } from '@spring-rain/contract';
import type { Context } from '../context.ts';
import type { Staff } from '../staff.ts';
import type { PartCheck } from './validate.ts';

/** One file of a multipart form, whole in memory: at most `limits.attachmentMaxBytes`. */
export interface UploadedFile {
  /** The form field that it came in. */
  readonly field: string;
  /** What the sender called it; never trusted. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** What a handler may know of a request beside its input. */
export interface RequestInfo {
  readonly id: string;
  readonly language: ProblemLanguage;
  /** Path and query as asked for, without `lang`: what a page links to in order to show itself again. */
  readonly path: string;
  /** The client's address, behind trusted proxies too. Never kept in clear. */
  readonly address: string;
  /** What tells one reporter from another: the address range and, where many share one, the session. For `keys.reporterHash`. */
  readonly reporterParts: readonly string[];
  /** Whether many people share this address (a campus): its budgets are larger and a session tells reporters apart. */
  readonly isCampus: boolean;
  /** Who is signed in, or whose key was shown; undefined for the public, a receipt and the operator. */
  readonly staff: Staff | undefined;
  readonly sessionId: string | undefined;
  /** A cookie by its name. */
  cookie(name: string): string | undefined;
  /** Gives the reply a cookie: HttpOnly, SameSite=Strict, for the whole site, `Secure` over TLS. */
  setCookie(name: string, value: string, settings?: CookieSettings): void;
  /** Over TLS, here or at a proxy: cookies are then `Secure`. */
  readonly isSecure: boolean;
  /** Present and well-formed wherever the endpoint is `idempotent`. */
  readonly idempotencyKey: string | undefined;
  /** 16 digits, present wherever the endpoint's permission is `receipt`; no promise that it exists. */
  readonly receipt: string | undefined;
  readonly receiptHash: Buffer | undefined;
  /** The files of a multipart form, read as one iterates; text fields come before them. */
  readonly files: AsyncIterable<UploadedFile> | undefined;
  readonly lastEventId: string | undefined;
  /** A solved proof of work or a waiting ticket, from the header `Spring-Rain-Proof` or the field `proof`. */
  readonly proof: string | undefined;
  readonly demo: boolean;
  readonly version: string;
  /** Where this installation is reached, when its operator said so. */
  readonly publicUrl: string | undefined;
  /** Draws on a further budget than the endpoint's own, where a request turns out to cost more. Throws `rate.limited`. */
  spend(budget: RateBudget): void;
  /** A signal that aborts once nobody reads the answer any more: it is complete, or the client has gone. */
  signal(): AbortSignal;
  /** A request header by its lower-case name. */
  header(name: string): string | undefined;
  /** What an unproven report form must carry before this address may file again; undefined within the free budget. */
  proofRequest(): Promise<ProofRequest | undefined>;
}

export interface CookieSettings {
  /** Without it the cookie ends with the browser. */
  readonly maxAgeSeconds?: number;
  /** Sent along when another site leads here too (SameSite=Lax): for what says nothing of who one is. */
  readonly fromElsewhere?: boolean;
}

/** What a form carries so that a visitor above the free budget can prove work, or wait instead. */
export interface ProofRequest {
  /** JSON for `proof.js`: an altcha challenge. */
  readonly challenge: string;
  /** Sent in the field `proof` after `waitSeconds`, when there is no JavaScript. */
  readonly waitingTicket: string;
  readonly waitSeconds: number;
}

export type ReplyHeaders = Readonly<Record<string, string>>;
export interface HtmlReply {
  readonly html: string;
  readonly status?: number;
  readonly headers?: ReplyHeaders;
}
export interface TextReply {
  readonly text: string;
  readonly mediaType?: string;
}
export interface BytesReply {
  readonly bytes: Buffer | Uint8Array | Readable;
  readonly mediaType: string;
  readonly headers?: ReplyHeaders;
}
/** One server-sent event; `id` is what the client sends back as `Last-Event-ID`. */
export interface StreamedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
}
export interface EventsReply {
  readonly events: AsyncIterable<StreamedEvent>;
}

/** What a handler answers: the contract's value for JSON, else a page, a text, bytes or a stream. */
export type Reply<E> = E extends { readonly produces: infer Produces }
  ? Produces extends keyof ReplyOf
    ? ReplyOf[Produces]
    : Output<E>
  : never;

interface ReplyOf {
  readonly html: HtmlReply;
  readonly text: TextReply;
  readonly bytes: BytesReply;
  readonly events: EventsReply;
}

export type Handler<E> = (ctx: Context, input: Input<E>, request: RequestInfo) => Promise<Reply<E>> | Reply<E>;

/**
 * Shows a refusal on the page that it belongs to, with what the visitor typed still there. Called for Problems that
 * come after the input was read: from the flood guard, and from the handler.
 */
export type ProblemView<E> = (
  ctx: Context,
  given: { readonly input: Input<E>; readonly request: RequestInfo; readonly problem: ProblemDocument },
) => Promise<HtmlReply> | HtmlReply;

/** What the wire gave, once checked; `Input<E>` without its type. */
export interface WireInput {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
}

/** An endpoint with its handler and its compiled checks. */
export interface Route {
  readonly endpoint: Endpoint;
  readonly handle: (ctx: Context, input: WireInput, request: RequestInfo) => unknown;
  readonly showProblem:
    | ((
        ctx: Context,
        given: { input: WireInput; request: RequestInfo; problem: ProblemDocument },
      ) => Promise<HtmlReply> | HtmlReply)
    | undefined;
  readonly checkParams: PartCheck | undefined;
  readonly checkQuery: PartCheck;
  readonly checkBody: PartCheck | undefined;
  /** Where the holder of a receipt names it; undefined where none is needed. */
  readonly receiptIn: 'header' | 'field' | undefined;
  readonly bodyMaxBytes: number;
  /** Only tests call it: that a reply is what the contract says. */
  readonly checkReply: PartCheck | undefined;
}
