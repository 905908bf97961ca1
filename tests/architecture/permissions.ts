/** Who asks: nobody known, the holder of a receipt, this host's operator. */
export const roles = ['public', 'receipt', 'operator'] as const;
export type Role = (typeof roles)[number];

interface Rule {
  /** Who is let in; everyone else is refused before anything is read or changed. */
  readonly may: readonly Role[];
  /** Parameters and body that reach the permission, where an empty one would be refused sooner. */
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, string>>;
}

const everyone: Rule = { may: ['public', 'receipt', 'operator'] };
const holder: Rule = { may: ['receipt'] };
const operator: Rule = { may: ['operator'] };
const params = { id: '00000000-0000-7000-8000-00000000000f' };
const ofOneThing: Rule = { may: ['operator'], params };

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

  readReceipt: holder,
  addToReport: { ...holder, body: { text: 'More.' } },
  attachToReport: holder,
  appealAnswer: { ...holder, body: { text: 'I object.' } },
  followReceipt: holder,

  listReports: operator,
  exportReports: operator,
  readReport: ofOneThing,
  decideReport: ofOneThing,
  answerReporter: ofOneThing,
  openContact: ofOneThing,
  readAttachment: ofOneThing,
  listListings: operator,
  listIndicator: operator,
  withdrawListing: ofOneThing,
  listAppeals: operator,
  decideAppeal: ofOneThing,
  adoptSource: { may: ['operator'], params: { name: 'nothing' } },
  dropSource: { may: ['operator'], params: { name: 'nothing' } },
  importIndicators: operator,
  importReports: operator,
  listCampaigns: operator,
  readCampaign: ofOneThing,
  listCampaignReports: ofOneThing,
  decideCampaign: ofOneThing,
  listCampaignProposals: operator,
  listEmergence: operator,
  relinkReports: operator,
  downloadBackup: operator,
  followEvents: operator,
  readMetrics: operator,

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
  appealAnswerPage: { may: ['receipt'], body: { text: 'I object.' } },
};
