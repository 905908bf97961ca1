import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';

/** Says who holds a folder: two processes on one embedded database would lose each other’s rows. */
export interface FolderLock {
  release(): void;
}

interface Holder {
  readonly pid: number;
  readonly startedAt: string;
  readonly host: string;
  readonly token: string;
}

/** Thrown when another process holds the folder. */
export class FolderInUse extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FolderInUse';
  }
}

const lockName = 'server.lock';
const refreshMs = 10_000;
/** A holder on another host (a container, a shared disk) that has not refreshed its lock this long is gone. */
const foreignStaleMs = 60_000;

/** Takes a folder for this process until released or until the process ends, even by kill -9. Throws FolderInUse. */
export function lockFolder(folder: string): FolderLock {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, lockName);
  const own: Holder = {
    pid: process.pid,
    startedAt: startOf(process.pid) ?? '',
    host: hostname(),
    token: randomUUID(),
  };
  if (!place(path, own)) {
    removeStale(path, folder);
    if (!place(path, own)) throw inUse(folder, path);
  }
  const timer = setInterval(() => touch(path), refreshMs);
  timer.unref();
  return {
    release: () => {
      clearInterval(timer);
      if (read(path)?.token === own.token) rmSync(path, { force: true });
    },
  };
}

/** True when a living process holds the folder. */
export function isFolderLocked(folder: string): boolean {
  const path = join(folder, lockName);
  const holder = read(path);
  return holder !== undefined && isAlive(holder, path);
}

/** Writes the lock whole, or not at all when there is one: a link never shows a half-written file. */
function place(path: string, own: Holder): boolean {
  const draft = `${path}.${own.token}`;
  writeFileSync(draft, JSON.stringify(own), { mode: 0o600 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function removeStale(path: string, folder: string): void {
  const holder = read(path);
  if (holder !== undefined && isAlive(holder, path)) throw inUse(folder, path);
  // Renamed first and read again: if another process took over meanwhile, its lock is put back.
  const aside = `${path}.stale.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = read(aside);
  if (moved?.token !== holder?.token) linkSync(aside, join(dirname(path), lockName));
  rmSync(aside, { force: true });
}

function inUse(folder: string, path: string): FolderInUse {
  const holder = read(path);
  const who = holder === undefined ? 'another process' : `process ${holder.pid} on ${holder.host}`;
  return new FolderInUse(
    `DATA_DIR must not be in use by another server, found ${who} on ${folder}. ` +
      `Stop that server, or choose another DATA_DIR. If it runs no longer, delete ${path}.`,
  );
}

function read(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch {
    // Missing, or cut off by a full disk: either way it names nobody.
    return undefined;
  }
}

function isAlive(holder: Holder, path: string): boolean {
  if (holder.host !== hostname()) return Date.now() - statSync(path).mtimeMs < foreignStaleMs;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  // A process id is given out again after a restart; the start time tells the two apart.
  const startedAt = startOf(holder.pid);
  return startedAt === undefined || holder.startedAt === '' || startedAt === holder.startedAt;
}

/** When a process started, in ticks since the machine did, with the machine's own start; undefined where unknown. */
function startOf(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return `${boot}:${afterName[19]}`;
  } catch {
    return undefined;
  }
}

function touch(path: string): void {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // The folder is gone or full; the next statement says so.
  }
}
