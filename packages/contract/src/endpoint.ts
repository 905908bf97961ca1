import type { Static, TSchema } from 'typebox';
import type { ProblemCode } from './problems.ts';
import { type StaffPermission, staffPermissions } from './staff.ts';

/**
 * Who may call an endpoint, enforced in one place by the server.
 * `public`: anyone. `receipt`: whoever holds a receipt (header `Spring-Rain-Receipt`, or the form field `receipt`).
 * `signed-in`: any person who has signed in, for their own account.
 * A permission of staff (`reports.read`, …): a person whose role in the agency grants it, an API key with that scope,
 * or the operator of this host.
 * `operator`: whoever holds the host's 0600 token (header `Authorization: Bearer …`).
 * `host`: the loopback interface, or the operator: metrics and readiness detail.
 */
export const permissions = ['public', 'receipt', 'signed-in', 'operator', 'host', ...staffPermissions] as const;
export type Permission = (typeof permissions)[number];

/** How a request's body arrives: `form` is urlencoded, `multipart` carries files, `none` has no body. */
export const bodyEncodings = ['none', 'json', 'form', 'multipart'] as const;
export type BodyEncoding = (typeof bodyEncodings)[number];

/** What a reply is: `html` for pages, `events` for server-sent events, `bytes` for downloads. */
export const replyEncodings = ['json', 'html', 'text', 'events', 'bytes'] as const;
export type ReplyEncoding = (typeof replyEncodings)[number];

/** Which budget a request draws on; the numbers are data (server/profiles). */
export const rateBudgets = ['none', 'read', 'check', 'image', 'report', 'receipt', 'sign-in', 'desk'] as const;
export type RateBudget = (typeof rateBudgets)[number];

/** One door of the server: the runtime check, the static types and the OpenAPI entry in one value. */
export interface Endpoint<
  Params extends TSchema = TSchema,
  Query extends TSchema = TSchema,
  Body extends TSchema = TSchema,
  Reply extends TSchema = TSchema,
> {
  /** Unique, a verb of the domain: `fileReport`. OpenAPI's operationId. */
  readonly name: string;
  readonly method: 'GET' | 'POST';
  /** With `:name` for parameters. */
  readonly path: string;
  readonly summary: string;
  readonly permission: Permission;
  readonly rateBudget: RateBudget;
  readonly accepts: BodyEncoding;
  readonly produces: ReplyEncoding;
  /** Status of the good reply. */
  readonly status: 200 | 201 | 202;
  /** The reply depends on an `Idempotency-Key` (header; in forms the field `idempotencyKey`), which must be sent. */
  readonly idempotent: boolean;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly reply?: Reply;
  readonly problems: readonly ProblemCode[];
}

type Given<Schema extends TSchema, Field extends string> = TSchema extends Schema
  ? { [K in Field]?: never }
  : { [K in Field]: Static<Schema> };

/** What a caller of an endpoint passes. */
export type Input<E> =
  E extends Endpoint<infer Params, infer Query, infer Body, infer _Reply>
    ? Given<Params, 'params'> & Given<Query, 'query'> & Given<Body, 'body'>
    : never;

/** What an endpoint answers: the value for JSON, the text of a page, the bytes of a download. */
export type Output<E> = E extends { readonly produces: 'bytes' }
  ? Uint8Array
  : E extends { readonly produces: 'html' | 'text' | 'events' }
    ? string
    : E extends Endpoint<infer _Params, infer _Query, infer _Body, infer Reply>
      ? TSchema extends Reply
        ? undefined
        : Static<Reply>
      : never;

type Defaults = 'rateBudget' | 'accepts' | 'produces' | 'status' | 'idempotent' | 'problems';

/** Declares an endpoint; what is left out is the commonest: JSON, 200, `read` budget, no body for GET. */
export function endpoint<
  Params extends TSchema = TSchema,
  Query extends TSchema = TSchema,
  Body extends TSchema = TSchema,
  Reply extends TSchema = TSchema,
  const Produces extends ReplyEncoding = 'json',
>(
  declared: Omit<Endpoint<Params, Query, Body, Reply>, Defaults> &
    Partial<Pick<Endpoint<Params, Query, Body, Reply>, Exclude<Defaults, 'produces'>>> & {
      readonly produces?: Produces;
    },
): Endpoint<Params, Query, Body, Reply> & { readonly produces: Produces } {
  return {
    rateBudget: isOpen(declared.permission) ? 'read' : 'desk',
    accepts: declared.body === undefined ? 'none' : 'json',
    status: 200,
    idempotent: false,
    problems: [],
    ...declared,
    // Without one, `Produces` is its default.
    produces: declared.produces ?? ('json' as Produces),
  };
}

/** Whether an endpoint asks for no more than a visitor has; everything else is for staff, machines and the operator. */
export function isOpen(permission: Permission): boolean {
  return permission === 'public' || permission === 'receipt' || permission === 'host';
}

/** A permission that roles and API keys grant. */
export function isStaffPermission(permission: Permission): permission is StaffPermission {
  return staffPermissions.some((known) => known === permission);
}
