import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addPerson } from '@spring-rain/contract';
import { inTransaction } from '../../platform/context.ts';
import { startTestServer } from '../../platform/test-server.ts';
import { purgeSessionsJob } from './jobs.ts';
import { enrol, isIn, signedIn } from './test-accounts.ts';

test('sessions and links that ended long ago are forgotten', async () => {
  await using server = await startTestServer();
  const person = await enrol(server);
  await signedIn(server, person);
  await server.call(addPerson, { body: { login: 'unused', name: 'Unused', role: 'analyst', by: 'Chief' } });
  const kept = async () =>
    await inTransaction(server.resources.context({ role: 'accounts', name: 'test' }), async (tx) => ({
      sessions: (await tx.db.selectFrom('session').select('id').execute()).length,
      links: (await tx.db.selectFrom('sign_up_link').select('id').execute()).length,
    }));
  const purge = () => purgeSessionsJob.work(server.jobCtx, [{}]);

  await purge();
  assert.deepEqual(await kept(), { sessions: 1, links: 2 });
  server.clock.advance({ days: 29 });
  const fresh = await signedIn(server, person);
  await purge();
  assert.deepEqual(await kept(), { sessions: 2, links: 2 });
  server.clock.advance({ days: 5 });
  await purge();
  assert.deepEqual(await kept(), { sessions: 1, links: 0 });
  assert.equal(await isIn(server, fresh), false);
});
