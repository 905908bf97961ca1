/** The server's door: serve it, open its data without serving, and what a machine's operator does to it. */
export { buildOpenApi } from './build-openapi.ts';
export { type Config, ConfigError, describeConfig, loadConfig } from './config.ts';
export { type OpenedApp, openApp, type Served, type ServeOptions, serve } from './main.ts';
export {
  type AuditProof,
  type AuditVerdict,
  migrateDatabase,
  type OpenedKindModel,
  openKindModel,
  openSealed,
  type RestoreAnswer,
  RestoreRefused,
  readPublicKey,
  readShippedKindModel,
  readShippedLinkLists,
  restoreBackup,
  type SealedContact,
  shippedKindModelFile,
  verifyAuditExport,
} from './operate.ts';
