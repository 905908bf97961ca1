/**
 * Screenshots: text and QR codes read from a picture. It exists so that whoever was sent a scam need not type it off
 * the screen, and so that pictures, which are hostile until shown otherwise, are opened in one place alone: a process
 * of its own with limits on time and memory, that holds no key and no connection and can be ended at any moment.
 */
export { type ImageReader, openImageReader } from './image-reader.ts';
export type { ReaderLimits } from './limits.ts';
export { createScreenshotsModule } from './module.ts';
