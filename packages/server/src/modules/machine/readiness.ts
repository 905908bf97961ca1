import { Problem } from '@spring-rain/contract';
import type { Context } from '../../platform/context.ts';

/** Named conditions without which requests cannot be served. */
export type ReadinessChecks = Readonly<Record<string, (ctx: Context) => Promise<boolean>>>;

/** A condition that does not answer in this time does not hold. */
const checkTimeoutMs = 2_000;
/** How soon a load balancer should ask again. */
const retryAfterSeconds = 5;

export interface Readiness {
  readonly ready: boolean;
  readonly checks: { readonly name: string; readonly ok: boolean }[];
  /** Names of what should be mended, although requests are served. */
  readonly warnings: string[];
}

/** Named warnings; each answers what is wrong, or undefined. */
export type ReadinessWarnings = Readonly<Record<string, () => string | undefined>>;

/** Asks every condition at once. Throws `service.unavailable`, with the conditions that do not hold, when one fails. */
export async function readReadiness(
  ctx: Context,
  conditions: ReadinessChecks,
  given: ReadinessWarnings = {},
): Promise<Readiness> {
  const warnings = Object.entries(given).flatMap(([name, read]) => (read() === undefined ? [] : [name]));
  const checks = await Promise.all(
    Object.entries(conditions).map(async ([name, holds]) => ({ name, ok: await inTime(holds(ctx)) })),
  );
  const ready = checks.every(({ ok }) => ok);
  if (!ready) throw new Problem('service.unavailable', { retryAfterSeconds, extensions: { ready, checks, warnings } });
  return { ready, checks, warnings };
}

async function inTime(holds: Promise<boolean>): Promise<boolean> {
  const timeout = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => timeout.resolve(false), checkTimeoutMs);
  try {
    return await Promise.race([holds, timeout.promise]);
  } catch {
    // Why it failed is logged where it failed; here it only counts that it did.
    return false;
  } finally {
    clearTimeout(timer);
  }
}
