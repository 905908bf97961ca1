import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface TestRun {
  /** Only files whose path holds one of these; all when there is none. */
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

const root = fileURLToPath(new URL('..', import.meta.url));
/** The browser has a command of its own: it needs Chromium, and takes minutes. */
const browserTests = `tests${sep}browser${sep}`;
/** What one connection cannot show: many at once, and a server that goes away. */
const postgresTests = `tests${sep}postgres-only${sep}`;

/** Runs the test files with Node's own runner and answers its exit code. */
export async function runTests({ words, environment }: TestRun): Promise<number> {
  const files = listTestFiles('TEST_DATABASE_URL' in environment).filter(
    (file) => words.length === 0 || words.some((word) => file.includes(word)),
  );
  if (files.length === 0) {
    console.error(`A test file must match, found none for: ${words.join(', ')}.`);
    return 2;
  }
  // The embedded database is one large WebAssembly module: compiling it well costs each file more than it gains.
  // Node's own default leaves a core free, which on two cores is half of them.
  const flags = ['--liftoff-only', '--test', `--test-concurrency=${availableParallelism()}`];
  const child = spawn(process.execPath, [...flags, ...files], {
    cwd: root,
    stdio: 'inherit',
    // Each file is a process: what one has stripped of types and compiled, the next ones need not.
    env: { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'tests'), ...process.env, ...environment },
  });
  const [code] = await once(child, 'exit');
  return typeof code === 'number' ? code : 1;
}

/** Every test file but those with a command of their own, from the project's root, in order. */
function listTestFiles(onPostgres: boolean): string[] {
  const patterns = ['packages/**/*.test.ts', 'tests/**/*.test.ts', 'tools/**/*.test.ts', 'bench/**/*.test.ts'];
  const elsewhere = onPostgres ? [browserTests] : [browserTests, postgresTests];
  return globSync(patterns, { cwd: root, exclude: (path) => path.includes('node_modules') })
    .filter((file) => !elsewhere.some((folder) => file.startsWith(folder)))
    .sort();
}
