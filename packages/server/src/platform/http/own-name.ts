import { Problem } from '@spring-rain/contract';
import type { Exchange } from './exchange.ts';

/**
 * A body in which `by` says who decides. Whoever is signed in decides in their own name, and a key in its own: it is
 * put in here, in one place, and whoever writes another is refused. The operator's token is for whoever sits at the host.
 */
export function inOwnName({ route, staff }: Exchange, body: unknown): unknown {
  if (staff === undefined || !asksForName(route.endpoint.body) || !isRecord(body)) return body;
  if (body.by !== undefined && body.by !== staff.actor.name) throw new Problem('decision.by_another');
  return { ...body, by: staff.actor.name };
}

function asksForName(schema: unknown): boolean {
  if (!isRecord(schema)) return false;
  const { properties, anyOf } = schema;
  return (isRecord(properties) && 'by' in properties) || (Array.isArray(anyOf) && anyOf.some(asksForName));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
