import { randomBytes } from 'node:crypto';
import { Problem, type SignUpLink } from '@spring-rain/contract';
import { logAction } from '../../platform/audit.ts';
import { type Context, inTransaction } from '../../platform/context.ts';
import { type FoundLink, findLink, insertLink, isAnybodyThere, type LinkPurpose } from './link-store.ts';

const tokenBytes = 32;

/** Where the page of a link stands; the token is in the path, which no log and no referrer repeats. */
export function linkPath(token: string): string {
  return `/desk/sign-up/${token}`;
}

/** Makes a link that is good once and for `signIn.linkHours`. Yields its path: the token is kept nowhere. */
async function makeLink(
  tx: Context,
  given: { readonly purpose: LinkPurpose; readonly personId: string | null; readonly by: string },
): Promise<{ readonly path: string; readonly expiresAt: Date }> {
  const token = randomBytes(tokenBytes).toString('base64url');
  const expiresAt = new Date(tx.now().getTime() + tx.profile.signIn.linkHours * 60 * 60_000);
  const { purpose, personId, by: createdBy } = given;
  await insertLink(tx, { id: tx.newId(), tokenHash: linkHash(tx, token), purpose, personId, createdBy, expiresAt });
  return { path: linkPath(token), expiresAt };
}

/** A link for a person who is there already, as it is answered and logged. */
export async function makePersonalLink(
  tx: Context,
  given: {
    readonly purpose: LinkPurpose;
    readonly person: { readonly id: string; readonly login: string };
    readonly by: string;
  },
): Promise<SignUpLink> {
  const { purpose, person, by } = given;
  const { path, expiresAt } = await makeLink(tx, { purpose, personId: person.id, by });
  await logAction(tx, { action: 'make-sign-up-link', subject: 'person', subjectId: person.id, fields: [purpose] });
  return { personId: person.id, login: person.login, path, expiresAt: expiresAt.toISOString() };
}

/**
 * The path of a new link for the first administrator, while nobody has an account; undefined afterwards. A link that was
 * made before it ends. `gate` acts as role `accounts`.
 */
export async function makeFirstLink(gate: Context): Promise<string | undefined> {
  return await inTransaction(gate, async (tx) => {
    if (await isAnybodyThere(tx)) return undefined;
    const { path } = await makeLink(tx, { purpose: 'first-administrator', personId: null, by: 'first start' });
    return path;
  });
}

/** The link of a token, if it is still good. Throws `sign-up.link_ended`, whatever the reason. */
export async function readLink(tx: Context, token: string): Promise<FoundLink> {
  const link = await findLink(tx, linkHash(tx, token));
  const isForSomebody = link?.purpose !== 'first-administrator';
  if (link === undefined || (!isForSomebody && (await isAnybodyThere(tx)))) throw new Problem('sign-up.link_ended');
  return link;
}

function linkHash({ keys }: Context, token: string): Buffer {
  return keys.keyedHash('sign-up-link', token);
}
