/**
 * What changed, told after it is true: `emit` in the change's own transaction, read by consumers with a cursor in the
 * database, by snapshots in memory, and by streams to browsers.
 */
export {
  type Event,
  type EventPosition,
  emit,
  emitAll,
  firstPosition,
  readEventHorizon,
  readEventsAfter,
} from './event-log.ts';
export { type Consumer, consumeOnce, runConsumers, watchEvents } from './event-readers.ts';
export { holdsEventsAfter, purgeEvents } from './event-retention.ts';
export { followEvents } from './event-stream.ts';
