import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { migrate, openDatabase } from './platform/db/index.ts';
import { openSealed as openWithKey } from './platform/key-files.ts';
import { createLog } from './platform/log.ts';

export { readPublicKey } from './platform/audit-verify.ts';
export { type AuditProof, type AuditVerdict, verifyAuditExport } from './platform/audit-verify-stream.ts';
export { type RestoreAnswer, RestoreRefused, restoreBackup } from './platform/backup.ts';
export {
  type OpenedKindModel,
  openKindModel,
  readShippedKindModel,
  shippedKindModelFile,
} from './platform/kind-model.ts';
export { readShippedLinkLists } from './platform/link-lists.ts';

/** Brings the database up to date without serving it. Yields the names of the migrations that were applied. */
export async function migrateDatabase(config: Config): Promise<string[]> {
  const database = await openDatabase(config, createLog(config.logLevel));
  try {
    return await migrate(database);
  } finally {
    await database.close();
  }
}

export interface SealedContact {
  readonly config: Config;
  /** The private key; the one that this installation made at its first start, unless given. */
  readonly keyFile?: string;
  readonly passphrase: string;
  readonly sealedBase64: string;
  readonly keyId: string;
}

/** The contact details that a reporter left. Throws when the passphrase or the key is not the right one. */
export async function openSealed({ config, keyFile, passphrase, sealedBase64 }: SealedContact): Promise<string> {
  const file = keyFile ?? (await ownKeyFile(config));
  return await openWithKey(file, passphrase, Buffer.from(sealedBase64, 'base64'));
}

async function ownKeyFile({ keysDir, settingsDir, dataDir }: Config): Promise<string> {
  if (keysDir !== undefined) return join(keysDir, 'contact.key');
  const installationId = (await readFile(join(dataDir, 'keys', 'installation.id'), 'utf8')).trim();
  return join(settingsDir, installationId, 'contact.key');
}
