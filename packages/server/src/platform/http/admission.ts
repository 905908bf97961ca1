import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isStaffPermission, Problem, type RateBudget, type StaffPermission } from '@spring-rain/contract';
import type { Context } from '../context.ts';
import type { Staff } from '../staff.ts';
import { isLoopback } from './address.ts';
import type { Exchange } from './exchange.ts';
import { type BudgetRule, type Budgets, type TokenBuckets, tokenBuckets, widened } from './rate-limits.ts';
import type { Caller } from './request-info.ts';

/** Budgets as the installation's profile gives them. */
export interface LimitRules {
  readonly budgets: Budgets;
  /** Requests that name one receipt, from wherever they come. */
  readonly perReceipt: BudgetRule;
  /** Receipts that turned out not to exist, per address. */
  readonly wrongReceipts: BudgetRule;
  /** By how much an address that a campus shares may do more. */
  readonly campusFactor: number;
}

export interface RateLimits {
  /** Takes from the budget of this address; answers what is left, or throws `rate.limited`. */
  spend(budget: RateBudget, caller: Caller, headers: string[]): void;
  spendReceipt(receiptKey: string): void;
  /** Refuses an address that named too many receipts that do not exist; right ones get the same answer. */
  admitReceipt(caller: Caller): void;
  noteWrongReceipt(caller: Caller): void;
}

export function rateLimits(rules: LimitRules | undefined, nowMs: () => number): RateLimits {
  if (rules === undefined) return noLimits;
  const single = bucketsOf(rules.budgets, 1, nowMs);
  const campus = bucketsOf(rules.budgets, rules.campusFactor, nowMs);
  const receipts = tokenBuckets(rules.perReceipt, nowMs);
  const wrong = tokenBuckets(rules.wrongReceipts, nowMs);
  const campusWrong = tokenBuckets(widened(rules.wrongReceipts, rules.campusFactor), nowMs);

  return {
    spend(budget, caller, headers) {
      if (budget === 'none') return;
      const { buckets, policy, windowSeconds } = (caller.isCampus ? campus : single)[budget];
      const left = buckets.take(caller.addressKey);
      headers.push('ratelimit', `"${budget}";r=${left < 0 ? 0 : left};t=${left < 0 ? -left : windowSeconds}`);
      if (left >= 0) return;
      headers.push('ratelimit-policy', policy);
      throw limited(-left);
    },
    spendReceipt(receiptKey) {
      const left = receipts.take(receiptKey);
      if (left < 0) throw limited(-left);
    },
    admitReceipt(caller) {
      const left = (caller.isCampus ? campusWrong : wrong).peek(caller.addressKey);
      if (left < 0) throw limited(-left);
    },
    noteWrongReceipt(caller) {
      (caller.isCampus ? campusWrong : wrong).take(caller.addressKey);
    },
  };
}

const noLimits: RateLimits = {
  spend() {},
  spendReceipt() {},
  admitReceipt() {},
  noteWrongReceipt() {},
};

type NamedBudget = Exclude<RateBudget, 'none'>;
interface PolicedBuckets {
  readonly buckets: TokenBuckets;
  readonly policy: string;
  readonly windowSeconds: number;
}

function bucketsOf(budgets: Budgets, factor: number, nowMs: () => number): Record<NamedBudget, PolicedBuckets> {
  const made = Object.entries(budgets).map(([name, given]) => {
    const rule = widened(given, factor);
    const windowSeconds = Math.ceil((rule.burst / rule.perMinute) * 60);
    const policy = `"${name}";q=${rule.burst};w=${windowSeconds}`;
    return [name, { buckets: tokenBuckets(rule, nowMs), policy, windowSeconds }];
  });
  return Object.fromEntries(made);
}

function limited(seconds: number): Problem {
  return new Problem('rate.limited', { parameters: { seconds }, retryAfterSeconds: seconds });
}

export interface Contexts {
  readonly public: Context;
  readonly operator: Context;
}

/** Who was let in, and what they work with. */
export interface Permitted {
  readonly ctx: Context;
  readonly staff?: Staff;
  /** Shows the token of this host's operator. */
  readonly isOperator: boolean;
}

/** Who the caller is to this endpoint, or a refusal. The one place where `permission` is enforced. */
export function permit(exchange: Exchange): Permitted | Promise<Permitted> {
  const { host, req, route } = exchange;
  const { permission } = route.endpoint;
  // That a receipt is there is seen to once the body has been read: a form carries it in a field.
  if (permission === 'public' || permission === 'receipt') return { ctx: host.contexts.public, isOperator: false };
  const bearer = bearerOf(req);
  if (holdsToken(bearer, host.operatorToken) && permission !== 'signed-in') {
    return { ctx: host.contexts.operator, isOperator: true };
  }
  if (permission === 'host' && isFromThisHost(exchange)) return { ctx: host.contexts.operator, isOperator: false };
  if (permission === 'host' || permission === 'operator') throw new Problem('permission.denied');
  return permitStaff(exchange, permission, { key: bearer });
}

/**
 * Whether staff who were let in still would be: for a stream that has been open for a while. A database that does not
 * answer says nothing against them.
 */
export async function isStillPermitted(exchange: Exchange): Promise<boolean> {
  const { permission } = exchange.route.endpoint;
  if (exchange.staff === undefined || !(permission === 'signed-in' || isStaffPermission(permission))) return true;
  try {
    const { staff } = await permitStaff(exchange, permission, { key: bearerOf(exchange.req), isWaiting: true });
    return staff?.agencyId === exchange.staff.agencyId;
  } catch (error) {
    return !(
      error instanceof Problem &&
      (error.code === 'sign-in.required' || error.code === 'permission.not_granted')
    );
  }
}

async function permitStaff(
  { host, caller, req }: Exchange,
  permission: StaffPermission | 'signed-in',
  { key, isWaiting = false }: { readonly key: string | undefined; readonly isWaiting?: boolean },
): Promise<Permitted> {
  // A key that is shown is meant; a cookie goes along by itself.
  const session = key === undefined ? caller.cookies[deskCookie(host.isSecure)] : undefined;
  const staff =
    key === undefined && session === undefined ? undefined : await host.identify({ session, key, isWaiting });
  if (staff === undefined) throw new Problem('sign-in.required');
  if (session !== undefined && req.method === 'POST' && !isSameSite(req)) throw new Problem('request.cross_site');
  const isGranted = permission === 'signed-in' ? staff.personId !== undefined : staff.permissions.has(permission);
  if (!isGranted) throw new Problem('permission.not_granted', { parameters: { permission } });
  const ctx = { ...host.contexts.operator, actor: staff.actor, agencyId: staff.agencyId };
  return { ctx, staff, isOperator: false };
}

/** The cookie of staff. With `__Host-` a browser takes it from this very host over TLS alone. */
export function deskCookie(isSecure: boolean): string {
  return isSecure ? '__Host-desk' : 'desk';
}

function bearerOf({ headers }: IncomingMessage): string | undefined {
  return /^Bearer ([\x21-\x7e]{1,200})$/.exec(headers.authorization ?? '')?.[1];
}

/** Compared by digest, so that neither length nor content shows in the time it takes. */
function holdsToken(given: string | undefined, token: string): boolean {
  if (given === undefined || token === '') return false;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}

/** A proxy on this host makes every visitor look local, so a request that was forwarded never counts as that. */
function isFromThisHost({ req, caller }: Exchange): boolean {
  const isForwarded =
    req.headers['x-forwarded-for'] !== undefined ||
    req.headers.forwarded !== undefined ||
    req.headers['x-real-ip'] !== undefined;
  return !isForwarded && isLoopback(caller.address);
}

/** Refuses a form that another site made the visitor's browser send: it would file, or sign in, in that visitor's name. */
export function refuseCrossSite({ route: { endpoint }, req }: Exchange): void {
  if (endpoint.method !== 'POST' || (endpoint.accepts !== 'form' && endpoint.accepts !== 'multipart')) return;
  const { rateBudget } = endpoint;
  if (rateBudget !== 'report' && rateBudget !== 'receipt' && rateBudget !== 'sign-in') return;
  const site = req.headers['sec-fetch-site'];
  // Another host of the same domain is somebody else too, where what is at stake is in whose name one works.
  if (site === 'cross-site' || (site === 'same-site' && rateBudget === 'sign-in')) {
    throw new Problem('request.cross_site');
  }
}

/** Browsers say where a request comes from; one too old for that names its origin, which must be this host. */
function isSameSite({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  if (headers.origin === undefined) return true;
  return URL.parse(headers.origin)?.host === headers.host;
}
