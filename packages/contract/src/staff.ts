/** Roles of staff in an agency. A person has one or more; each is granted and ended by an administrator. */
export const staffRoles = [
  'reporter-liaison',
  'analyst',
  'investigator',
  'payments-officer',
  'publisher',
  'educator',
  'exam-officer',
  'partner',
  'supervisor',
  'administrator',
] as const;
export type StaffRole = (typeof staffRoles)[number];

/** What staff may do: noun and verb. An endpoint asks for one; a role grants some; an API key's scopes are these. */
export const staffPermissions = [
  'reports.read',
  'reports.decide',
  'reports.answer',
  'reports.tag',
  'reports.import',
  'reports.export',
  'contacts.open',
  'listings.read',
  'listings.decide',
  'sources.decide',
  'sources.import',
  'appeals.read',
  'appeals.decide',
  'campaigns.read',
  'campaigns.decide',
  'shared.read',
  'shares.decide',
  'deconfliction.ask',
  'holds.decide',
  'rights.decide',
  'bundles.exchange',
  'people.read',
  'people.decide',
  'agencies.read',
  'agencies.decide',
  'keys.decide',
  'audit.read',
  'events.follow',
] as const;
export type StaffPermission = (typeof staffPermissions)[number];

/**
 * What each role may do. An administrator sees no content; a supervisor hears appeals; a partner sees what is shared
 * with them and nothing else.
 */
export const permissionsOfRole: Readonly<Record<StaffRole, readonly StaffPermission[]>> = {
  'reporter-liaison': [
    'reports.read',
    'reports.tag',
    'reports.decide',
    'reports.answer',
    'contacts.open',
    'listings.read',
    'campaigns.read',
    'shared.read',
    'deconfliction.ask',
    'events.follow',
  ],
  analyst: [
    'reports.read',
    'reports.tag',
    'reports.import',
    'reports.export',
    'listings.read',
    'listings.decide',
    'sources.import',
    'campaigns.read',
    'campaigns.decide',
    'shared.read',
    'deconfliction.ask',
    'events.follow',
  ],
  investigator: [
    'reports.read',
    'reports.tag',
    'reports.export',
    'contacts.open',
    'listings.read',
    'campaigns.read',
    'campaigns.decide',
    'shared.read',
    'shares.decide',
    'deconfliction.ask',
    'holds.decide',
    'bundles.exchange',
    'events.follow',
  ],
  'payments-officer': ['reports.read', 'contacts.open', 'listings.read', 'shared.read', 'events.follow'],
  publisher: ['listings.read', 'listings.decide', 'sources.decide', 'sources.import', 'campaigns.read', 'shared.read'],
  educator: ['listings.read'],
  'exam-officer': ['listings.read'],
  partner: ['shared.read'],
  supervisor: [
    'reports.read',
    'listings.read',
    'listings.decide',
    'appeals.read',
    'appeals.decide',
    'campaigns.read',
    'shared.read',
    'shares.decide',
    'holds.decide',
    'rights.decide',
    'audit.read',
    'events.follow',
  ],
  administrator: ['people.read', 'people.decide', 'agencies.read', 'agencies.decide', 'keys.decide', 'audit.read'],
};

/** Traffic Light Protocol 2.0 (FIRST): who may know. The strictest first; `red` names persons. */
export const tlpLabels = ['red', 'amber-strict', 'amber', 'green', 'clear'] as const;
export type Tlp = (typeof tlpLabels)[number];

/** Permissible Actions Protocol: what may be done. `red` look only, `amber` check passively, `green` act, `clear` anything. */
export const papLabels = ['red', 'amber', 'green', 'clear'] as const;
export type Pap = (typeof papLabels)[number];

export const agencyKinds = [
  'anti-fraud-centre',
  'police',
  'university',
  'bank',
  'platform',
  'exam-authority',
  'regulator',
  'partner',
] as const;
export type AgencyKind = (typeof agencyKinds)[number];

export const shareSubjects = ['report', 'campaign', 'indicator', 'source'] as const;
export type ShareSubject = (typeof shareSubjects)[number];

/** How a person proved who they are. */
export const signInFactors = ['password', 'totp', 'recovery-code', 'passkey', 'provider'] as const;
export type SignInFactor = (typeof signInFactors)[number];
