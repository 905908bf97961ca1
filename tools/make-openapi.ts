/** Writes docs/api/openapi.json from the contract; `--check` only says whether it is true. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { buildOpenApi } from '@spring-rain/server';

const target = new URL('../docs/api/openapi.json', import.meta.url);
const wanted = `${JSON.stringify(buildOpenApi(), null, 2)}\n`;

if (process.argv.includes('--check')) {
  const found = await readFile(target, 'utf8').catch(() => '');
  if (found !== wanted) {
    console.error('docs/api/openapi.json is not what the contract says. Run: npm run generate');
    process.exitCode = 1;
  }
} else {
  await mkdir(new URL('.', target), { recursive: true });
  await writeFile(target, wanted);
}
