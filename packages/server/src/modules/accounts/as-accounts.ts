import { actorName, type Context } from '../../platform/context.ts';

/**
 * The same actor for the same agency, in the role that alone reads credentials. That role sees every agency's rows:
 * its statements name the agency themselves.
 */
export function asAccounts(ctx: Context): Context {
  return { ...ctx, actor: { role: 'accounts', name: ctx.actor.name, id: actorName(ctx.actor) } };
}
