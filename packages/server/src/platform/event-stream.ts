import type { Context } from './context.ts';
import { decodeCursor, encodeCursor } from './cursors.ts';
import type { EventPosition } from './event-log.ts';
import { watchEvents } from './event-readers.ts';

/** One server-sent event: `id` is opaque, and what the browser sends back as `Last-Event-ID`. */
export interface FollowedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: { readonly subjectId: string; readonly at: string };
}

export interface FollowOptions {
  readonly subjectId?: string | undefined;
  /** Who follows: a cursor works for its own viewer alone, so gaps in it tell nothing about others. */
  readonly viewer: string;
  /** A cursor from an earlier stream of the same viewer. */
  readonly after?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * What happens from now on, or after a cursor, as a stream for a browser: kind and time, never content.
 * Throws `cursor.invalid` at once, before the stream begins.
 */
export function followEvents(ctx: Context, options: FollowOptions): AsyncGenerator<FollowedEvent, void, void> {
  const kind = `events:${options.viewer}:${options.subjectId ?? ''}`;
  const after = options.after === undefined ? undefined : decodeCursor<EventPosition>(ctx, kind, options.after);
  return stream(ctx, kind, { ...options, after });
}

interface Start {
  readonly subjectId?: string | undefined;
  readonly after: EventPosition | undefined;
  readonly signal?: AbortSignal | undefined;
}

async function* stream(ctx: Context, kind: string, start: Start): AsyncGenerator<FollowedEvent, void, void> {
  const { subjectId, after, signal = new AbortController().signal } = start;
  for await (const events of watchEvents(ctx, { subjectId, after, signal })) {
    for (const event of events) {
      const data = { subjectId: event.subjectId, at: event.happenedAt.toISOString() };
      yield { id: encodeCursor(ctx, kind, event.position), type: event.type, data };
    }
  }
}
