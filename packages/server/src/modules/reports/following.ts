import type { Context } from '../../platform/context.ts';
import { type FollowedEvent, followEvents } from '../../platform/event-stream.ts';
import type { EventsReply, RequestInfo, StreamedEvent } from '../../platform/http/types.ts';
import { readSubject } from './receipts.ts';

/**
 * What changes for the holder of a receipt, as it happens: the kind of change and when, never its content, which is
 * read with the receipt. Resumes behind `Last-Event-ID`. Throws `receipt.unknown`, `cursor.invalid`.
 */
export async function followReceipt(ctx: Context, request: RequestInfo): Promise<EventsReply> {
  const subjectId = await readSubject(ctx, request.receiptHash!);
  const after = request.lastEventId;
  return {
    events: kindAndTime(followEvents(ctx, { subjectId, viewer: 'receipt', after, signal: request.signal() })),
  };
}

/** The report's own id is for the staff. */
async function* kindAndTime(events: AsyncIterable<FollowedEvent>): AsyncGenerator<StreamedEvent> {
  for await (const { id, type, data } of events) yield { id, type, data: { at: data.at } };
}
