/** Who may import whom, as data. The tests beside this file hold the code to it, and it to having no cycles. */

/** Between packages, by folder. */
export const packageEdges: Readonly<Record<string, readonly string[]>> = {
  engine: [],
  contract: ['engine'],
  look: ['contract', 'engine'],
  pages: ['contract', 'engine', 'look'],
  server: ['contract', 'engine', 'look', 'pages'],
  cli: ['contract', 'engine', 'look', 'server'],
};

/** Within the server: platform ← modules ← app ← main. `test` is what tests start. */
export const serverEdges: Readonly<Record<string, readonly string[]>> = {
  config: ['platform'],
  // The platform opens what the configuration names; the configuration checks words that the platform defines.
  platform: ['config', 'generated'],
  modules: ['platform'],
  version: [],
  'build-openapi': ['platform', 'version'],
  operate: ['config', 'platform'],
  app: ['modules', 'platform', 'version'],
  main: ['app', 'config', 'modules', 'platform', 'version'],
  index: ['build-openapi', 'config', 'main', 'operate'],
};

/** Between modules of the server, through their `index.ts` alone. */
export const moduleEdges: Readonly<Record<string, readonly string[]>> = {
  indicators: [],
  accounts: [],
  agencies: ['accounts'],
  audit: [],
  sharing: ['reports', 'campaigns', 'indicators'],
  checks: ['campaigns', 'indicators', 'screenshots'],
  reports: ['indicators', 'screenshots'],
  campaigns: ['indicators', 'reports'],
  machine: [],
  screenshots: [],
};

/** Every table, with the folders of the server's source whose SQL may say its name. */
export const tableOwners: Readonly<Record<string, readonly string[]>> = {
  agency: ['platform', 'modules/agencies', 'modules/accounts', 'modules/sharing'],
  area: ['modules/agencies'],
  membership: ['modules/agencies', 'modules/accounts'],
  person: ['modules/accounts'],
  recovery_code: ['modules/accounts'],
  passkey: ['modules/accounts'],
  spent_challenge: ['modules/accounts'],
  identity_provider: ['modules/accounts'],
  person_identity: ['modules/accounts'],
  session: ['modules/accounts'],
  api_key: ['modules/accounts'],
  sign_up_link: ['modules/accounts'],
  share: ['modules/sharing'],
  sharing_rule: ['modules/sharing'],
  deconfliction_consent: ['modules/sharing'],
  deconfliction_answer: ['modules/sharing'],
  report_tag: ['modules/reports'],
  // Appended to by whoever acts, through the platform; chained and read by one module.
  audit_entry: ['platform', 'modules/audit'],
  audit_checkpoint: ['modules/audit'],
  legal_hold: ['modules/reports'],
  retention_rule: ['modules/reports'],
  rights_request: ['modules/reports'],
  signing_key: ['platform'],
  taken_bundle: ['modules/reports'],
  // Facts of this installation, each under a name of its module's own.
  setting: ['modules/indicators', 'modules/checks', 'platform'],
  source: ['modules/indicators'],
  indicator: ['modules/indicators'],
  listing: ['modules/indicators'],
  sighting: ['modules/indicators'],
  report: ['modules/reports'],
  report_loss: ['modules/reports'],
  report_addition: ['modules/reports'],
  report_answer: ['modules/reports'],
  sealed_contact: ['modules/reports'],
  attachment: ['modules/reports'],
  attachment_reading: ['modules/reports'],
  appeal: ['modules/reports'],
  idempotency_key: ['modules/reports'],
  // Each module appends the decisions about what it owns; nobody changes one, the database sees to that.
  decision: ['modules/indicators', 'modules/reports', 'modules/campaigns'],
  linking_state: ['modules/campaigns'],
  script: ['modules/campaigns'],
  script_band: ['modules/campaigns'],
  script_value: ['modules/campaigns'],
  campaign: ['modules/campaigns'],
  campaign_report: ['modules/campaigns'],
  campaign_link: ['modules/campaigns'],
  campaign_day: ['modules/campaigns'],
  campaign_proposal: ['modules/campaigns'],
  campaign_decision: ['modules/campaigns'],
  campaign_move: ['modules/campaigns'],
  report_reading: ['modules/campaigns'],
  phrase_day: ['modules/campaigns'],
  emergence: ['modules/campaigns'],
  event: ['platform'],
  event_cursor: ['platform'],
  spent_proof: ['platform/http'],
  migration: ['platform/db'],
};

/** Files that name a table of another's, each with its reason. They read, or move tables whole. */
export const strangersToTables: Readonly<Record<string, string>> = {
  'modules/agencies/member-store.ts': 'lists who has which role, by name: one join of membership and person',
  'modules/campaigns/emergence-counts-store.ts':
    'counts a day’s distinct reporters of each value: one join of sighting and who reported, as evidence.ts does',
  'modules/campaigns/facts-store.ts':
    'tallies what the reports of a campaign say: a join, where ids would be carried by the hundred thousand',
  'modules/campaigns/released-store.ts':
    'finds the values that several reporters of a campaign named: the same join, for all released campaigns at once',
  'modules/indicators/evidence.ts':
    'counts the distinct reporters of a value: one join of sighting and report, where two queries would tear the count',
  'modules/indicators/listings.ts':
    'a listing names its report only if that report is confirmed, asked in the same transaction',
  'modules/campaigns/retention-store.ts':
    'a campaign that a legal hold keeps is not purged: asked in the deleting statement',
  'modules/reports/holds-store.ts': 'a hold is placed on a campaign of one’s own only, asked in the same transaction',
  'modules/sharing/deconfliction-store.ts':
    'names a value only while a report of the agency’s own does: one statement, where two would tell of others’',
  'platform/backup.ts': 'an archive holds the files that rows name',
};

/** Files of modules that hold SQL under another name than `…store.ts`: SQL with what its rows mean, too small to part. */
export const storesByAnotherName: readonly string[] = [
  'modules/checks/known-mark.ts',
  'modules/indicators/by-hash.ts',
  'modules/indicators/evidence.ts',
  'modules/indicators/listings.ts',
  'modules/indicators/purge.ts',
  'modules/indicators/sightings.ts',
  'modules/indicators/site-entries.ts',
  'modules/reports/idempotency.ts',
  'modules/reports/keeping.ts',
];

/** Files beyond 300 lines, each with its reason; tables of data say so. */
export const longFiles: Readonly<Record<string, string>> = {
  'packages/contract/src/endpoints.ts': 'a table of data: every endpoint, in one place to read',
  'packages/contract/src/problems.ts': 'a table of data: the one catalogue of refusals in both languages',
  'packages/engine/src/testing/recognised.ts': 'a table of data: texts and what is recognised in each',
  'packages/contract/src/schemas.ts': 'a table of data: the schemas of the wire',
};
