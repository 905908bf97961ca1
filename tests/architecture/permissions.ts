/** Who asks: nobody known, the holder of a receipt, this host's operator, and staff by their role. */
export const roles = [
  'public',
  'receipt',
  'operator',
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
export type Role = (typeof roles)[number];

interface Rule {
  /** Who is let in; everyone else is refused before anything is read or changed. */
  readonly may: readonly Role[];
  /** Parameters and body that reach the permission, where an empty one would be refused sooner. */
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, string>>;
}

const everyone: Rule = { may: roles };
const holder: Rule = { may: ['receipt'] };
const operator: Rule = { may: ['operator'] };
const params = { id: '00000000-0000-7000-8000-00000000000f' };

const reportReaders: Rule = {
  may: ['operator', 'reporter-liaison', 'analyst', 'investigator', 'payments-officer', 'supervisor'],
};
const triage: Rule = { may: ['operator', 'reporter-liaison'] };
const exporters: Rule = { may: ['operator', 'analyst', 'investigator'] };
const contactOpeners: Rule = { may: ['operator', 'reporter-liaison', 'investigator', 'payments-officer'] };
const listingReaders: Rule = {
  may: [
    'operator',
    'reporter-liaison',
    'analyst',
    'investigator',
    'payments-officer',
    'publisher',
    'educator',
    'exam-officer',
    'supervisor',
  ],
};
const listingDeciders: Rule = { may: ['operator', 'analyst', 'publisher', 'supervisor'] };
const hearing: Rule = { may: ['operator', 'supervisor'] };
const holdDeciders: Rule = { may: ['operator', 'investigator', 'supervisor'] };
const exchangers: Rule = { may: ['operator', 'investigator'] };
const sharers: Rule = { may: ['operator', 'investigator', 'supervisor'] };
const sharedReaders: Rule = {
  may: [
    'operator',
    'reporter-liaison',
    'analyst',
    'investigator',
    'payments-officer',
    'publisher',
    'partner',
    'supervisor',
  ],
};
const askers: Rule = { may: ['operator', 'reporter-liaison', 'analyst', 'investigator'] };
const taggers: Rule = { may: ['operator', 'reporter-liaison', 'analyst', 'investigator'] };
const campaignReaders: Rule = {
  may: ['operator', 'reporter-liaison', 'analyst', 'investigator', 'publisher', 'supervisor'],
};
const campaignDeciders: Rule = { may: ['operator', 'analyst', 'investigator'] };
const agencyDeciders: Rule = { may: ['operator', 'administrator'] };
const keyDeciders: Rule = { may: ['operator', 'administrator'] };
const administrators: Rule = { may: ['operator', 'administrator'] };
const logReaders: Rule = { may: ['operator', 'supervisor', 'administrator'] };
const followers: Rule = {
  may: ['operator', 'reporter-liaison', 'analyst', 'investigator', 'payments-officer', 'supervisor'],
};

const peopleDeciders: Rule = { may: ['operator', 'administrator'] };
/** Whoever is signed in, in whatever role; not the operator, who is no person. */
const signedIn: Rule = { may: roles.filter((role) => !['public', 'receipt', 'operator'].includes(role)) };
/** A field that is refused: the visit reaches the permission, and nobody's session ends by it. */
const notMeant = { not: 'meant' };

/**
 * Every endpoint of the contract with who may call it: written down once more, by hand, so that a slip in a
 * declaration is seen. An endpoint that is missing here fails the test by its name.
 */
export const permissionTable: Readonly<Record<string, Rule>> = {
  checkText: everyone,
  checkImage: everyone,
  fileReport: everyone,
  appealListing: everyone,
  listSources: everyone,
  readHealth: everyone,
  readReadiness: everyone,
  readOpenApi: everyone,

  readLogKeys: everyone,

  readReceipt: holder,
  addToReport: { ...holder, body: { text: 'More.' } },
  attachToReport: holder,
  appealAnswer: { ...holder, body: { text: 'I object.' } },
  followReceipt: holder,
  exportOwnData: holder,
  correctReport: { ...holder, body: { text: 'It was Monday.' } },
  askForDeletion: holder,

  listReports: reportReaders,
  exportReports: exporters,
  readReport: { ...reportReaders, params },
  decideReport: { ...triage, params },
  answerReporter: { ...triage, params },
  openContact: { ...contactOpeners, params },
  readAttachment: { ...reportReaders, params },
  listListings: listingReaders,
  listIndicator: listingDeciders,
  withdrawListing: { ...listingDeciders, params },
  listAppeals: hearing,
  decideAppeal: { ...hearing, params },
  previewShare: sharers,
  addShare: sharers,
  listGivenShares: sharers,
  withdrawShare: { ...sharers, params },
  transferReport: { ...sharers, params },
  addSharingRule: sharers,
  listSharingRules: sharers,
  endSharingRule: { ...sharers, params },
  listReceivedShares: sharedReaders,
  readReceivedShare: { ...sharedReaders, params },
  askDeconfliction: askers,
  listDeconflictionAnswers: askers,
  listDeconflictionConsents: askers,
  decideDeconflictionConsent: sharers,
  tagReport: { ...taggers, params },
  untagReport: { ...taggers, params },
  adoptSource: { may: ['operator', 'publisher'], params: { name: 'nothing' } },
  dropSource: { may: ['operator', 'publisher'], params: { name: 'nothing' } },
  importIndicators: { may: ['operator', 'analyst', 'publisher'] },
  importReports: { may: ['operator', 'analyst'] },
  listCampaigns: campaignReaders,
  readCampaign: { ...campaignReaders, params },
  listCampaignReports: { ...campaignReaders, params },
  decideCampaign: { ...campaignDeciders, params },
  listCampaignProposals: campaignReaders,
  listEmergence: campaignReaders,
  listRetention: { may: ['operator', 'administrator'] },
  setRetention: { may: ['operator', 'administrator'], params: { record: 'report' } },
  listHolds: holdDeciders,
  placeHold: holdDeciders,
  releaseHold: { ...holdDeciders, params },
  listRightsRequests: hearing,
  decideRightsRequest: { ...hearing, params },
  readBundleKey: exchangers,
  writeBundle: exchangers,
  takeBundle: exchangers,
  relinkReports: operator,
  openPasskeySignIn: everyone,
  signInByPasskey: everyone,
  listPasskeys: signedIn,
  openPasskeyEnrolment: signedIn,
  addPasskey: signedIn,
  removePasskey: { ...signedIn, params },
  listProviders: agencyDeciders,
  addProvider: agencyDeciders,
  endProvider: { ...agencyDeciders, params },
  providerSignInPage: { ...everyone, params },
  providerLinkPage: { ...signedIn, params },
  providerCallbackPage: everyone,
  peoplePage: administrators,
  grantRolePage: { ...administrators, body: notMeant },
  endRolePage: { ...administrators, body: notMeant },
  passkeysPage: signedIn,
  removePasskeyPage: { ...signedIn, params, body: notMeant },
  listApiKeys: keyDeciders,
  addApiKey: keyDeciders,
  endApiKey: { ...keyDeciders, params },
  downloadBackup: operator,
  listAgencies: administrators,
  createAgency: administrators,
  changeAgency: { ...administrators, params },
  closeAgency: { ...administrators, params },
  listAreas: administrators,
  createArea: administrators,
  moveArea: { ...administrators, params },
  listMembers: { ...administrators, params },
  grantRole: { ...administrators, params },
  endRole: { ...administrators, params: { ...params, membershipId: params.id } },
  listLog: logReaders,
  exportLog: logReaders,
  followEvents: followers,
  readMetrics: operator,

  signIn: everyone,
  openSignUpLink: everyone,
  signUp: everyone,
  readOwnAccount: signedIn,
  listOwnSessions: signedIn,
  signOut: { ...signedIn, body: notMeant },
  signOutEverywhere: { ...signedIn, body: notMeant },
  changePassword: { ...signedIn, body: notMeant },
  switchAgency: { ...signedIn, body: notMeant },
  addPerson: peopleDeciders,
  recoverPerson: { ...peopleDeciders, params },
  deskSignInPage: everyone,
  signInPage: everyone,
  deskSignUpPage: { ...everyone, params: { token: 'a'.repeat(43) } },
  signUpPage: { ...everyone, params: { token: 'a'.repeat(43) } },
  deskPage: signedIn,
  signOutPage: { ...signedIn, body: notMeant },
  signOutEverywherePage: { ...signedIn, body: notMeant },
  changePasswordPage: { ...signedIn, body: notMeant },
  switchAgencyPage: { ...signedIn, body: notMeant },

  homePage: everyone,
  checkPage: everyone,
  reportPage: everyone,
  reportPrefilledPage: everyone,
  fileReportPage: everyone,
  paidPage: everyone,
  receiptPage: everyone,
  appealPage: everyone,
  appealListingPage: everyone,
  scamsPage: everyone,
  playbookPage: { ...everyone, params: { kind: 'fake-refund' } },
  sourcesPage: everyone,
  promisesPage: everyone,
  developersPage: everyone,
  assetFile: { ...everyone, params: { name: 'icon.svg' } },

  statusPage: { may: ['receipt'], body: {} },
  addToReportPage: { may: ['receipt'], body: { text: 'More.' } },
  ownDataPage: { may: ['receipt'], body: {} },
  correctReportPage: { may: ['receipt'], body: { text: 'It was Monday.' } },
  askForDeletionPage: { may: ['receipt'], body: {} },
  appealAnswerPage: { may: ['receipt'], body: { text: 'I object.' } },
};
