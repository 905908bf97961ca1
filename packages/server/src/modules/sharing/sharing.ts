import {
  type addShare as addShareEndpoint,
  type Input,
  Problem,
  type ReceivedLabels,
  type Share,
  type ShareDraft,
  type SharePreview,
} from '@spring-rain/contract';
import { type FoundAgency, findAgency } from '../../platform/agencies.ts';
import { logAction } from '../../platform/audit.ts';
import { type Context, inTransaction } from '../../platform/context.ts';
import { emit } from '../../platform/events.ts';
import { acceptName, acceptReason } from '../reports/index.ts';
import { refuseBeyondLabels } from './labels.ts';
import { previewOf } from './preview.ts';
import { findBasis, findMember, insertShare, lockGivenShare, setWithdrawn, stateOf } from './share-store.ts';
import { resolveSubject, tellShares } from './subjects.ts';

type NamedDraft = Input<typeof addShareEndpoint>['body'];

/**
 * Shares a thing of one's own, or passes on what was received under green or clear. Share, log and event commit together.
 * Throws `request.not_found`, `decision.name_missing`, and what `acceptShare` throws.
 */
export async function addShare(ctx: Context, draft: NamedDraft): Promise<Share> {
  const by = acceptName(draft.by);
  const reason = acceptReason(draft.reason);
  return await inTransaction(ctx, async (tx) => {
    const { subjectId, received } = await acceptShare(tx, draft);
    const { subject, tlp, pap, toAgencyId } = draft;
    const id = tx.newId();
    await insertShare(tx, {
      id,
      subject,
      subjectId,
      toAgencyId,
      toPersonId: draft.toPersonId ?? null,
      tlp,
      pap,
      until: new Date(draft.until),
      by,
      reason,
      ruleId: null,
      passesOn: received?.id ?? null,
    });
    await logShare(tx, { id, subject, subjectId, toAgencyId, tlp, pap, reason });
    return await tell(tx, id);
  });
}

/** Who would see what, and what not and why; throws what sharing would. */
export async function previewShare(ctx: Context, draft: ShareDraft): Promise<SharePreview> {
  return await inTransaction(ctx, async (tx) => {
    const { agency, received } = await acceptShare(tx, draft);
    return await previewOf(tx, { subject: draft.subject, agency, toPersonId: draft.toPersonId, received });
  });
}

/**
 * Ends a share, and with it what was passed on by it. Nothing that the other agency decided, listed or filed is touched.
 * Throws `request.not_found`, `decision.name_missing`, `share.ended`.
 */
export async function withdrawShare(ctx: Context, id: string, given: { by: string; reason: string }): Promise<Share> {
  const by = acceptName(given.by);
  const reason = acceptReason(given.reason);
  return await inTransaction(ctx, async (tx) => {
    const share = await lockGivenShare(tx, id);
    if (share === undefined) throw new Problem('request.not_found');
    if (stateOf(share, tx.now()) !== 'active') throw new Problem('share.ended');
    await setWithdrawn(tx, id, { by, reason });
    await logAction(tx, { action: 'withdraw-share', subject: 'share', subjectId: id, reason });
    await emit(tx, 'share.withdrawn', { subjectId: id });
    return await tell(tx, id);
  });
}

/** Notes in the log and in the events what was shared, with whom and under which labels. */
export async function logShare(
  tx: Context,
  share: {
    id: string;
    subject: string;
    subjectId: string;
    toAgencyId: string;
    tlp: string;
    pap: string;
    reason: string;
  },
): Promise<void> {
  const { id, subject, subjectId, toAgencyId, tlp, pap, reason } = share;
  const fields = [`share:${id}`, `to:${toAgencyId}`, `tlp:${tlp}`, `pap:${pap}`];
  await logAction(tx, { action: 'share', subject, subjectId, fields, reason });
  await emit(tx, 'share.given', { subjectId: id });
}

interface Accepted {
  readonly agency: FoundAgency;
  readonly subjectId: string;
  /** Set where something is passed on. */
  readonly received: ReceivedLabels | undefined;
}

/** Everything that may be wrong with a share. What is not one's own and was not received is not there. */
async function acceptShare(tx: Context, draft: ShareDraft): Promise<Accepted> {
  const subjectId = await resolveSubject(tx, draft.subject, draft.subjectId);
  const basis = await findBasis(tx, draft.subject, subjectId);
  if (!basis.owns && basis.received === undefined) throw new Problem('request.not_found');
  const received = basis.owns ? undefined : basis.received;
  const agency = await acceptRecipient(tx, draft.toAgencyId);
  // Back to whoever shares it would be to share it with its owner.
  if (received?.agencyId === agency.id) throw new Problem('share.to_self');
  if (draft.toPersonId !== undefined && (await findMember(tx, agency.id, draft.toPersonId)) === undefined) {
    throw new Problem('share.not_a_member', { parameters: { field: 'toPersonId' } });
  }
  const { tlp, pap, toPersonId } = draft;
  refuseBeyondLabels({ tlp, pap, until: new Date(draft.until), toPersonId }, received, tx.now());
  return { agency, subjectId, received };
}

/** Another agency that is open. Throws `share.to_self`, `share.agency_unknown`, `share.agency_closed`. */
export async function acceptRecipient(tx: Context, agencyId: string): Promise<FoundAgency> {
  const field = 'toAgencyId';
  if (agencyId === tx.agencyId) throw new Problem('share.to_self', { parameters: { field } });
  const agency = await findAgency(tx, agencyId);
  if (agency === undefined) throw new Problem('share.agency_unknown', { parameters: { field } });
  if (agency.closedAt !== null) throw new Problem('share.agency_closed', { parameters: { field } });
  return agency;
}

async function tell(tx: Context, id: string): Promise<Share> {
  const row = await lockGivenShare(tx, id);
  if (row === undefined) throw new Error('A share that was just written cannot be read.');
  return (await tellShares(tx, [row]))[0]!;
}
