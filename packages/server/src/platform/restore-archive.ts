import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { Value } from 'typebox/value';
import { type Manifest, ManifestSchema } from './backup-format.ts';

/** Thrown when an archive or a target cannot be used; nothing was changed. */
export class RestoreRefused extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RestoreRefused';
  }
}

const manifestMaxBytes = 64 * 1024 * 1024;
const entryMaxBytes = 64 * 1024 * 1024 * 1024;

/** Writes the entries aside and answers the manifest, once all of them are what it says. */
export async function unpack(archive: Readable, aside: string): Promise<Manifest> {
  const reader = extract();
  const found = new Map<string, Measured>();
  let manifest: Manifest | undefined;
  const unpacked = pipeline(archive, createGunzip(), reader);
  // It fails while entries are read; whoever reads them hears of it.
  unpacked.catch(() => undefined);
  try {
    for await (const entry of reader) {
      const name = entry.header.name;
      if (name === 'manifest.json') manifest = await readManifest(entry);
      else {
        if (!manifest?.entries.some(({ path }) => path === name) || found.has(name))
          throw damaged(`an entry that its manifest does not list: ${name.slice(0, 100)}`);
        found.set(name, await writeAside(entry, join(aside, name.replace('/', '.'))));
      }
    }
    await unpacked;
  } catch (error) {
    if (error instanceof RestoreRefused || (error as NodeJS.ErrnoException).code === 'ENOSPC') throw error;
    throw damaged('one that cannot be unpacked to its end', error);
  }
  if (manifest === undefined) throw damaged('no manifest');
  for (const { path, bytes, sha256 } of manifest.entries) {
    const there = found.get(path);
    if (there === undefined) throw damaged(`no ${path}`);
    if (there.bytes !== bytes || there.sha256 !== sha256) throw damaged(`another content of ${path}`);
  }
  return manifest;
}

interface Measured {
  readonly bytes: number;
  readonly sha256: string;
}

async function readManifest(entry: AsyncIterable<unknown>): Promise<Manifest> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of entry) {
    bytes += (chunk as Buffer).length;
    if (bytes > manifestMaxBytes) throw damaged('a manifest that is too large');
    chunks.push(chunk as Buffer);
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.concat(chunks).toString());
  } catch (error) {
    throw damaged('a manifest that is not JSON', error);
  }
  if (!Value.Check(ManifestSchema, parsed)) throw damaged('a manifest of another form');
  return parsed;
}

async function writeAside(entry: AsyncIterable<unknown>, path: string): Promise<Measured> {
  const hash = createHash('sha256');
  let bytes = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      hash.update(chunk);
      if (bytes > entryMaxBytes) done(damaged('an entry that is too large'));
      else done(null, chunk);
    },
  });
  await pipeline(Readable.from(entry), measure, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  return { bytes, sha256: hash.digest('hex') };
}

/** The refusal of an archive that is not whole. */
export function damaged(found: string, cause?: unknown): RestoreRefused {
  return new RestoreRefused(
    `The file must be a whole backup made by spring-rain, found ${found}. Nothing was restored.`,
    { cause },
  );
}
