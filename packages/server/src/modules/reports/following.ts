import type { Context } from '../../platform/context.ts';
import { decodeCursor, encodeCursor } from '../../platform/cursors.ts';
import { type EventPosition, followEvents } from '../../platform/events.ts';
import type { EventsReply, RequestInfo, StreamedEvent } from '../../platform/http/types.ts';
import { readSubject } from './receipts.ts';

/**
 * What changes for the holder of a receipt, as it happens: the kind of change and when, never its content, which is
 * read with the receipt. Resumes behind `Last-Event-ID`. Throws `receipt.unknown`, `cursor.invalid`.
 */
export async function followReceipt(ctx: Context, request: RequestInfo): Promise<EventsReply> {
  const subjectId = await readSubject(ctx, request.receiptHash!);
  // Positions are sealed for this receipt: another's would tell how much happened in between.
  const kind = `receipt:${subjectId}`;
  const { lastEventId } = request;
  const after = lastEventId === undefined ? undefined : decodeCursor<EventPosition>(ctx, kind, lastEventId);
  return { events: changesOf(ctx, { subjectId, kind, after, signal: request.signal() }) };
}

interface Following {
  readonly subjectId: string;
  readonly kind: string;
  readonly after: EventPosition | undefined;
  readonly signal: AbortSignal;
}

async function* changesOf(ctx: Context, { subjectId, kind, after, signal }: Following): AsyncGenerator<StreamedEvent> {
  for await (const event of followEvents(ctx, { after, subjectId, signal })) {
    yield {
      id: encodeCursor(ctx, kind, event.position),
      type: event.type,
      data: { at: event.happenedAt.toISOString() },
    };
  }
}
