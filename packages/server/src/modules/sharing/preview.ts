import {
  permissionsOfRole,
  type ReceivedLabels,
  type SharePreview,
  type ShareSubject,
  type StaffRole,
  staffRoles,
  type UnseenReason,
} from '@spring-rain/contract';
import type { FoundAgency } from '../../platform/agencies.ts';
import type { Context } from '../../platform/context.ts';
import { countPeople, findMember } from './share-store.ts';

interface Fields {
  readonly seen: readonly string[];
  readonly unseen: Readonly<Record<string, UnseenReason>>;
}

/** What a recipient sees of each sort of thing, and what not and why. The policies of the database say the same. */
const sharedFields: Readonly<Record<ShareSubject, Fields>> = {
  report: {
    seen: [
      'text',
      'state',
      'scam-kind',
      'channel',
      'times',
      'loss',
      'indicators',
      'additions',
      'answers',
      'attachments',
      'attachment-readings',
      'import-source',
    ],
    unseen: {
      contact: 'sealed',
      'reporter-hash': 'never-leaves',
      receipt: 'never-leaves',
      tags: 'own-agency',
      decisions: 'own-agency',
      appeals: 'own-agency',
      campaign: 'own-agency',
      events: 'own-agency',
    },
  },
  campaign: {
    seen: ['name', 'kind', 'state', 'counts', 'first-and-last-day', 'days-of-deleted-reports'],
    unseen: {
      reports: 'own-agency',
      indicators: 'own-agency',
      losses: 'own-agency',
      links: 'own-agency',
      decisions: 'own-agency',
    },
  },
  indicator: {
    seen: ['kind', 'value'],
    unseen: { reports: 'own-agency', counts: 'own-agency', listings: 'own-agency' },
  },
  source: {
    seen: ['title', 'role', 'publisher', 'licence', 'values', 'scopes', 'reasons', 'times'],
    unseen: { 'listed-by': 'own-agency', reports: 'own-agency' },
  },
};

export interface PreviewSubject {
  readonly subject: ShareSubject;
  readonly agency: FoundAgency;
  readonly toPersonId: string | undefined;
  readonly received: ReceivedLabels | undefined;
}

/** Who will see which fields: people by their role, and the person alone where one is named. */
export async function previewOf(tx: Context, wanted: PreviewSubject): Promise<SharePreview> {
  const { subject, agency, toPersonId, received } = wanted;
  const member = toPersonId === undefined ? undefined : await findMember(tx, agency.id, toPersonId);
  const counted = await countPeople(tx, agency.id);
  const people = counted.flatMap(({ role: given, people: count }) => {
    const role = staffRoles.find((known) => known === given);
    if (role === undefined) return [];
    if (member === undefined) return [personsOf(role, count)];
    if (!member.roles.includes(role)) return [{ role, count, sees: false, why: 'another-person' as const }];
    const others = count > 1 ? [{ role, count: count - 1, sees: false, why: 'another-person' as const }] : [];
    return [{ ...personsOf(role, 1), name: member.name }, ...others];
  });
  return {
    to: { agencyId: agency.id, agency: agency.name },
    people,
    fields: fieldsOf(subject),
    ...(received === undefined ? {} : { passesOn: received }),
  };
}

/** An administrator sees no content; whoever may read what is shared sees all of it that is shared. */
function personsOf(role: StaffRole, count: number): SharePreview['people'][number] {
  const sees = permissionsOfRole[role].includes('shared.read');
  return { role, count, sees, ...(sees ? {} : { why: 'role' as const }) };
}

function fieldsOf(subject: ShareSubject): SharePreview['fields'] {
  const { seen, unseen } = sharedFields[subject];
  return [
    ...seen.map((field) => ({ field, isSeen: true })),
    ...Object.entries(unseen).map(([field, why]) => ({ field, isSeen: false, why })),
  ];
}
