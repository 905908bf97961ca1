import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSettableClock } from './clock.ts';
import { createIds, seededRandom } from './ids.ts';

test('ids are UUIDs of version 7 that hold their time and grow strictly, also within one millisecond', () => {
  const clock = createSettableClock('2026-11-21T08:00:00Z');
  const newId = createIds(clock, seededRandom(7));
  // More than the counter of one millisecond holds.
  const ids = Array.from({ length: 10_000 }, newId);
  clock.advance({ seconds: 1 });
  ids.push(newId());
  assert.ok(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)));
  assert.deepEqual(ids.toSorted(), ids);
  assert.equal(new Set(ids).size, ids.length);
  assert.equal(
    Number.parseInt((ids[0] ?? '').replaceAll('-', '').slice(0, 12), 16),
    Date.parse('2026-11-21T08:00:00Z'),
  );
});

test('a clock that goes back does not make ids go back', () => {
  const clock = createSettableClock('2026-11-21T08:00:00Z');
  const newId = createIds(clock);
  const before = newId();
  clock.set('2026-11-21T07:00:00Z');
  assert.ok(newId() > before);
});

test('the same seed and clock give the same ids', () => {
  const make = () => createIds(createSettableClock('2026-11-21T08:00:00Z'), seededRandom(3))();
  assert.equal(make(), make());
});
