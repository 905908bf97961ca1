/** `npm test`: the whole suite on the embedded database; `npm test -- reports` only files whose path holds the word. */
import { runTests } from './run-tests.ts';

process.exitCode = await runTests({ words: process.argv.slice(2), environment: {} });
