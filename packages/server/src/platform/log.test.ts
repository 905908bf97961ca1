import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog } from './log.ts';

test('a log line is one JSON object with level, message and fields', () => {
  const lines = linesOf((log) => log.child({ requestId: 'r1' }).info({ status: 201, ms: 3.5 }, 'request'));
  const { time, ...rest } = JSON.parse(lines[0] ?? '');
  assert.match(time, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  assert.deepEqual(rest, { level: 'info', requestId: 'r1', status: 201, ms: 3.5, message: 'request' });
});

test('what a person wrote never reaches the log, whichever way it is passed', () => {
  const words = '我的电话 13800138000';
  const error = Object.assign(
    new Error('cannot keep 138 0013 8000', { cause: new Error('card 6222 0211 1111 1111') }),
    {
      parameters: [words],
      detail: words,
    },
  );
  const lines = linesOf((log) => {
    log.error(
      { error, text: words, nested: { body: words, list: [{ phone: words }] } },
      'failed for +86-138-0013-8000',
    );
    log.info({ id: '01993c5e-0000-7000-8000-123456789012' }, 'an id stays');
  });
  assert.doesNotMatch(lines.join(''), /138.?0013|6222|我的电话/);
  assert.match(lines[1] ?? '', /01993c5e-0000-7000-8000-123456789012/);
  assert.match(lines[0] ?? '', /"kind":"Error"/);
});

test('a quiet level writes less', () => {
  const write = (level: 'warn' | 'silent') => {
    const lines: string[] = [];
    const log = createLog(level, (line) => lines.push(line));
    log.debug({}, 'a');
    log.info({}, 'b');
    log.warn({}, 'c');
    log.error({}, 'd');
    return lines.length;
  };
  assert.equal(write('warn'), 2);
  assert.equal(write('silent'), 0);
});

function linesOf(use: (log: ReturnType<typeof createLog>) => void): string[] {
  const lines: string[] = [];
  use(createLog('debug', (line) => lines.push(line)));
  assert.ok(lines.every((line) => line.endsWith('\n')));
  return lines;
}
