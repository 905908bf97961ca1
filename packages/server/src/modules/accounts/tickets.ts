import type { Context } from '../../platform/context.ts';

/** What we said, carried by whoever must bring it back: sealed for one purpose, with an end. */
export function sealTicket(ctx: Context, purpose: string, given: { content: unknown; lifetimeMs: number }): string {
  const expiresAtMs = ctx.now().getTime() + given.lifetimeMs;
  const clear = Buffer.from(JSON.stringify({ expiresAtMs, content: given.content }));
  return ctx.keys.encrypt(`ticket ${purpose}`, clear).toString('base64url');
}

/** What `sealTicket` was given for the same purpose; undefined for any other text, and once its time is up. */
export function openTicket<Content>(ctx: Context, purpose: string, ticket: string): Content | undefined {
  const clear = ctx.keys.decrypt(`ticket ${purpose}`, Buffer.from(ticket, 'base64url'));
  if (clear === undefined) return undefined;
  // Only this installation can have sealed it, for this purpose, so it has the purpose's own shape.
  const { expiresAtMs, content } = JSON.parse(clear.toString()) as { expiresAtMs: number; content: Content };
  return expiresAtMs > ctx.now().getTime() ? content : undefined;
}
