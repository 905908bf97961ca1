import { type Context, inTransaction } from '../../platform/context.ts';
import { asAccounts } from './as-accounts.ts';
import { foldLogin } from './logins.ts';

const uuidShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id of somebody with an account, in whichever agency, by id or login. For whoever may know that there is one. */
export async function findPersonId(ctx: Context, idOrLogin: string): Promise<string | undefined> {
  return await inTransaction(asAccounts(ctx), async (tx) => {
    const people = tx.db.selectFrom('person').select('id').where('disabled_at', 'is', null);
    const found = uuidShape.test(idOrLogin)
      ? people.where('id', '=', idOrLogin)
      : people.where('login', '=', foldLogin(idOrLogin));
    return (await found.executeTakeFirst())?.id;
  });
}
