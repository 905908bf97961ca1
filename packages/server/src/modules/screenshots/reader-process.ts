/**
 * The process that reads pictures: started by `image-reader.ts` with no environment and no rights but to read files,
 * told a picture at a time, ended whenever it takes too long. It watches its own memory, because what OCR takes lies
 * outside of what Node.js can limit.
 */

import { UnreadPicture } from './open-picture.ts';
import { memoryExitCode, type ReadReply, type ReadRequest, readyMessage } from './protocol.ts';
import { loadCodeReader } from './read-codes.ts';
import { readPicture } from './read-picture.ts';
import { loadWritingReader } from './read-writing.ts';

const memoryLookEveryMs = 50;

const [languageFolder = '', memoryMaxBytes = '0'] = process.argv.slice(2);
setInterval(() => {
  if (process.memoryUsage.rss() > Number(memoryMaxBytes)) process.exit(memoryExitCode);
}, memoryLookEveryMs).unref();

const [worker] = await Promise.all([loadWritingReader(languageFolder), loadCodeReader()]);

async function answer(request: ReadRequest): Promise<ReadReply> {
  try {
    return { reading: await readPicture(worker, request, () => performance.now()) };
  } catch (error) {
    if (error instanceof UnreadPicture) return { refusal: error.refusal };
    // Only of what kind: a message of a library may hold what the picture says.
    return {
      bug: error instanceof Error ? `${error.name} ${error.stack?.split('\n').at(1)?.trim() ?? ''}` : 'unknown',
    };
  }
}

process.on('message', (request: ReadRequest) => {
  answer(request).then(
    (reply) => process.send?.(reply),
    () => process.exit(1),
  );
});
process.on('disconnect', () => process.exit(0));
process.send?.(readyMessage);
