import type { Context } from '../../platform/context.ts';
import { followEvents } from '../../platform/event-stream.ts';
import type { EventsReply, RequestInfo } from '../../platform/http/types.ts';

/** What changes, for the operator: type, subject and time. Resumes behind `Last-Event-ID`, or behind `after`. */
export function followAllEvents(ctx: Context, after: string | undefined, request: RequestInfo): EventsReply {
  const options = { viewer: ctx.actor.name, after: request.lastEventId ?? after, signal: request.signal() };
  return { events: followEvents(ctx, options) };
}
