import type { Module } from '../../platform/module.ts';
import type { ImageReader } from './image-reader.ts';

/** The module for one process: it owns the reader, which other modules use. */
export function createScreenshotsModule(reader: ImageReader): Module {
  return {
    name: 'screenshots',
    routes: [],
    async stop() {
      await reader[Symbol.asyncDispose]();
    },
    gauges: {
      image_reader_loaded: {
        help: 'Whether the process that reads pictures is loaded: 1 or 0.',
        read: () => (reader.processId === undefined ? 0 : 1),
      },
      images_waiting: { help: 'Pictures that wait to be read.', read: () => reader.waiting },
    },
  };
}
