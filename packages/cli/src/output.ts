import { once } from 'node:events';
import { SingleBar } from 'cli-progress';

/** Characters gathered before a write: fewer, larger writes keep long pipes fast. */
const chunkChars = 64 * 1024;

/** Writes lines to standard output, waiting where the reader is slower than we are. */
export function lineWriter(stream: NodeJS.WritableStream = process.stdout) {
  let pending = '';

  async function flush(): Promise<void> {
    const chunk = pending;
    pending = '';
    if (chunk !== '' && !stream.write(chunk)) await once(stream, 'drain');
  }

  return {
    async write(line: string): Promise<void> {
      pending += `${line}\n`;
      if (pending.length >= chunkChars) await flush();
    },
    flush,
  };
}

/** Says something to the person, apart from what is piped. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Prints one line to standard output. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}

/** A bar on standard error, only where a person watches a terminal. */
export function progressBar(label: string, total: number) {
  const bar = process.stderr.isTTY
    ? new SingleBar({ format: `${label} {bar} {percentage}% {value}/{total} {eta_formatted}`, stream: process.stderr })
    : undefined;
  bar?.start(Math.max(total, 1), 0);
  let done = 0;
  return {
    advance(by: number): void {
      done += by;
      bar?.update(Math.min(done, total));
    },
    [Symbol.dispose](): void {
      bar?.stop();
    },
  };
}

/** Columns padded to their widest cell; wide (CJK) characters count two. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, displayWidth(cell));
  }
  return rows
    .map((row) => row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - displayWidth(cell))).join('  '))
    .map((line) => line.trimEnd())
    .join('\n');
}

function displayWidth(text: string): number {
  let width = 0;
  for (const character of text)
    width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(
      character,
    )
      ? 2
      : 1;
  return width;
}
