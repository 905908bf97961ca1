import type { Context } from '../../platform/context.ts';
import { followEvents } from '../../platform/events.ts';
import type { EventsReply, RequestInfo } from '../../platform/http/types.ts';
import { readSubject } from './receipts.ts';

/**
 * What changes for the holder of a receipt, as it happens: the kind of change and when, never its content, which is
 * read with the receipt. Throws `receipt.unknown`, `cursor.invalid`.
 */
export async function followReceipt(ctx: Context, request: RequestInfo): Promise<EventsReply> {
  const subjectId = await readSubject(ctx, request.receiptHash!);
  return { events: followEvents(ctx, { subjectId, viewer: request.receipt!, after: request.lastEventId }) };
}
