import { Problem } from '@spring-rain/contract';
import type { Context } from './context.ts';

/**
 * Makes a position opaque: sealed for this installation, this kind of list and this viewer, so that a cursor tells
 * nothing about other people's rows and cannot be made up.
 */
export function encodeCursor(ctx: Context, kind: string, position: unknown): string {
  return ctx.keys.encrypt(purposeOf(ctx, kind), Buffer.from(JSON.stringify(position))).toString('base64url');
}

/** The position of a cursor made by `encodeCursor` for the same kind and viewer. Throws `cursor.invalid`. */
export function decodeCursor<Position>(ctx: Context, kind: string, cursor: string): Position {
  const clear = ctx.keys.decrypt(purposeOf(ctx, kind), Buffer.from(cursor, 'base64url'));
  if (clear === undefined) throw new Problem('cursor.invalid');
  // Only this installation can have sealed it, under this kind, so it has the kind's own shape.
  return JSON.parse(clear.toString()) as Position;
}

function purposeOf(ctx: Context, kind: string): string {
  return `cursor:${kind}:${ctx.agencyId}:${ctx.actor.role}:${ctx.actor.name}`;
}
