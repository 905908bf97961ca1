#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Types are stripped and code is compiled once, not at every command: half a second of a second. Kept beside the
// libraries, where only who installs can write; where nobody may write, nothing is kept.
enableCompileCache(join(import.meta.dirname, '..', '..', '..', 'node_modules', '.cache', 'spring-rain'));
const { runProgram } = await import('./program.ts');

process.exitCode = await runProgram(process.argv.slice(2));
