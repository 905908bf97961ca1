/** Every check in one list of named steps. One line a step; a failed step shows the end of its output. */
import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly limitMinutes: number;
}

const npmRun = (script: string, ...more: string[]): [string, ...string[]] => [
  'npm',
  'run',
  '--silent',
  script,
  ...(more.length > 0 ? ['--', ...more] : []),
];

const steps: readonly Step[] = [
  { name: 'types', command: npmRun('check'), limitMinutes: 3 },
  { name: 'lint', command: npmRun('lint'), limitMinutes: 3 },
  { name: 'unused code', command: npmRun('unused'), limitMinutes: 3 },
  { name: 'drift of generated files', command: npmRun('drift'), limitMinutes: 3 },
  { name: 'tests (npm test)', command: ['npm', 'test'], limitMinutes: 25 },
  { name: 'PostgreSQL is there', command: ['bash', 'tools/install-postgres.sh'], limitMinutes: 5 },
  { name: 'tests on PostgreSQL', command: npmRun('test:postgres'), limitMinutes: 25 },
  { name: 'browser tests', command: npmRun('test:browser'), limitMinutes: 15 },
  { name: 'the README’s promise (npm start)', command: ['node', 'tools/readme-promise.ts'], limitMinutes: 3 },
  { name: 'scikit-learn is there', command: ['bash', 'tools/install-scikit-learn.sh'], limitMinutes: 10 },
  { name: 'quality scores', command: npmRun('quality', '--check'), limitMinutes: 15 },
  { name: 'short bench', command: npmRun('bench', '--short'), limitMinutes: 10 },
];

/** Lines of a failed step's output that are shown. */
const shownLines = 60;
const logs = join('.tmp', 'ci');
mkdirSync(logs, { recursive: true });

let failed = 0;
for (const [index, step] of steps.entries()) {
  const log = join(logs, `${String(index + 1).padStart(2, '0')}.log`);
  const startedAt = performance.now();
  const passed = await run(step, log);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${passed ? 'passed' : 'FAILED'}  ${step.name}  ${seconds} s`);
  if (!passed) {
    failed += 1;
    await showEnd(log);
  }
}
console.log(`${steps.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** Runs a step in a process of its own; past its limit it is ended and has failed. */
function run({ command: [program, ...words], limitMinutes }: Step, log: string): Promise<boolean> {
  return new Promise((resolve) => {
    const output = createWriteStream(log);
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    child.stdout.pipe(output, { end: false });
    child.stderr.pipe(output, { end: false });
    const timer = setTimeout(() => {
      output.write(`\nended after ${limitMinutes} minutes\n`);
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, limitMinutes * 60_000);
    const finish = (passed: boolean) => {
      clearTimeout(timer);
      output.end(() => resolve(passed));
    };
    child.on('error', () => finish(false));
    child.on('close', (code) => finish(code === 0));
  });
}

async function showEnd(log: string): Promise<void> {
  if (!existsSync(log)) return;
  const lines = (await readFile(log, 'utf8')).trimEnd().split('\n');
  console.log(lines.slice(-shownLines).join('\n'));
}
