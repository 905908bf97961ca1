import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem, type ReportAction, type ReportState, reportActions, reportStates } from '@spring-rain/contract';
import { nextState, statesAfter, transitions } from './transitions.ts';

test('every state says what may be decided in it, and every step leads to a state there is', () => {
  assert.deepEqual(Object.keys(transitions).toSorted(), [...reportStates].toSorted());
  for (const steps of Object.values(transitions)) {
    for (const state of Object.values(steps)) assert.ok(reportStates.includes(state));
  }
});

test('reopening takes back one decision at a time, to where the report started', () => {
  const made = ['escalate', 'confirm', 'reopen', 'reject', 'reopen', 'reopen'];
  assert.deepEqual(statesAfter('received', made), [
    'escalated',
    'confirmed',
    'escalated',
    'rejected',
    'escalated',
    'received',
  ]);
});

test('an imported report goes back to being unverified', () => {
  assert.equal(nextState('unverified', ['confirm'], 'reopen'), 'unverified');
});

test('a decided report is decided again only after it was reopened', () => {
  for (const decided of ['confirm', 'reject', 'junk'] as const) {
    for (const again of ['confirm', 'reject', 'junk', 'escalate'] as const) {
      assert.throws(() => nextState('received', [decided], again), isNotPossible);
    }
  }
});

test('nothing is taken back where nothing was decided', () => {
  assert.throws(() => nextState('received', [], 'reopen'), isNotPossible);
  assert.throws(() => nextState('received', ['junk', 'reopen'], 'reopen'), isNotPossible);
});

test('any run of possible decisions is undone by as many reopenings', () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const start: ReportState = seed % 2 === 0 ? 'received' : 'unverified';
    const made = randomDecisions(start, seed);
    const opened = [...made];
    let depth = made.reduce((sum, action) => sum + (action === 'reopen' ? -1 : 1), 0);
    while (depth > 0) {
      nextState(start, opened, 'reopen');
      opened.push('reopen');
      depth -= 1;
    }
    assert.equal(statesAfter(start, opened).at(-1) ?? start, start);
    assert.throws(() => nextState(start, opened, 'reopen'), isNotPossible);
  }
});

function randomDecisions(start: ReportState, seed: number): ReportAction[] {
  const made: ReportAction[] = [];
  let state = seed * 2_654_435_761;
  for (let step = 0; step < 12; step += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const action = reportActions[state % reportActions.length]!;
    try {
      nextState(start, made, action);
      made.push(action);
    } catch (error) {
      assert.ok(isNotPossible(error));
    }
  }
  return made;
}

function isNotPossible(error: unknown): boolean {
  return error instanceof Problem && error.code === 'decision.not_possible';
}
