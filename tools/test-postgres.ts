/**
 * `npm run test:postgres`: the same suite on PostgreSQL, in a throw-away cluster from the system's binaries; or, when
 * DATABASE_URL names one, on that server, whose login must be allowed to create databases and roles.
 */
import { startCluster } from './postgres-cluster.ts';
import { runTests } from './run-tests.ts';

const words = process.argv.slice(2);
const given = process.env.DATABASE_URL;

if (given) {
  // Only the suite is told: a test that opens a data folder must not find the operator's own database.
  process.exitCode = await runTests({ words, environment: { TEST_DATABASE_URL: given, DATABASE_URL: '' } });
} else {
  await using cluster = await startCluster({ durable: false });
  const ended = (): void => void cluster.stop().finally(() => process.exit(1));
  process.once('SIGINT', ended).once('SIGTERM', ended);
  process.exitCode = await runTests({ words, environment: { TEST_DATABASE_URL: cluster.url } });
}
