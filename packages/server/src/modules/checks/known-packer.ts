import { parentPort } from 'node:worker_threads';
import { createCollection, type PackedBytes, type PackRequest } from './known-packing.ts';

/** The packing thread: takes rows until it is asked for the sets. */
const port = parentPort;
if (port === null) throw new Error('known-packer.ts runs as a worker thread only.');

const collection = createCollection();

port.on('message', (request: PackRequest) => {
  if ('rows' in request) {
    collection.add(request.rows);
    return;
  }
  const { known, confirmed } = collection.pack();
  const packed: PackedBytes = { known: new Uint8Array(known.bytes), confirmed: new Uint8Array(confirmed.bytes) };
  port.postMessage(packed, [packed.known.buffer, packed.confirmed.buffer]);
});
