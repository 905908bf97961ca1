import { Problem, type ReportAction, type ReportState, reportStates } from '@spring-rain/contract';
import { type Language, words } from '@spring-rain/look';

type Step = Exclude<ReportAction, 'reopen'>;

/** What may be decided in which state, and where it leads. `reopen` is not here: it takes the last decision back. */
export const transitions: Readonly<Record<ReportState, Readonly<Partial<Record<Step, ReportState>>>>> = {
  received: { confirm: 'confirmed', reject: 'rejected', junk: 'junk', escalate: 'escalated' },
  unverified: { confirm: 'confirmed', reject: 'rejected', junk: 'junk', escalate: 'escalated' },
  escalated: { confirm: 'confirmed', reject: 'rejected', junk: 'junk' },
  confirmed: {},
  rejected: {},
  junk: {},
};

/** The state in which a report starts: what came by bulk import counts for nothing until a person confirms it. */
export function startState(source: string | undefined): ReportState {
  return source === undefined ? 'received' : 'unverified';
}

/** Where each of a report's decisions, oldest first, led it. A decision that was never possible is a bug and throws. */
export function statesAfter(start: ReportState, actions: readonly string[]): ReportState[] {
  const stack: ReportState[] = [start];
  return actions.map((action) => {
    if (action === 'reopen') {
      if (stack.length === 1) throw new Error('A report was reopened that had no decision.');
      stack.pop();
    } else {
      const next = transitions[stack.at(-1)!][action as Step];
      if (next === undefined) throw new Error(`A report was decided "${action}" in state ${stack.at(-1)}.`);
      stack.push(next);
    }
    return stack.at(-1)!;
  });
}

/**
 * The state that `action` leads to after the decisions made so far (oldest first). Pure.
 * Throws `decision.not_possible` with the state found and what the step needs.
 */
export function nextState(start: ReportState, made: readonly string[], action: ReportAction): ReportState {
  const found = statesAfter(start, made).at(-1) ?? start;
  if (action === 'reopen') {
    if (found === start) throw notPossible(found, ['confirmed', 'rejected', 'junk', 'escalated']);
    return statesAfter(start, [...made, 'reopen']).at(-1)!;
  }
  const next = transitions[found][action];
  if (next === undefined) throw notPossible(found, statesThatAllow(action));
  return next;
}

function statesThatAllow(action: Step): ReportState[] {
  return reportStates.filter((state) => transitions[state][action] !== undefined);
}

function notPossible(found: ReportState, wanted: readonly ReportState[]): Problem {
  return new Problem('decision.not_possible', { parameters: { found: named([found]), wanted: named(wanted) } });
}

/** States by their names in each language, as every page and command says them. */
function named(states: readonly ReportState[]): Record<Language, string> {
  const namesIn = (language: Language) => states.map((state) => words(language).reportStates[state].name).join(' / ');
  return { 'zh-CN': namesIn('zh-CN'), en: namesIn('en') };
}
