import { Problem, problemDocument } from '@spring-rain/contract';
import { terminalLanguage } from './language.ts';

/** Exit codes: 0 done, 1 could not be done, 2 the command's words are off. */
export const exitCodes = { done: 0, failed: 1, usage: 2 } as const;

/** A refusal of the command line itself: wanted, found, what to do. */
export class CommandFailure extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number = exitCodes.failed, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CommandFailure';
    this.exitCode = exitCode;
  }
}

/** One line for a person at a terminal; a Problem in the terminal's language. */
export function describeFailure(failure: unknown): string {
  if (failure instanceof Problem) {
    const { title, detail, code } = problemDocument(failure, terminalLanguage());
    return `${title}. ${detail} (${code})`;
  }
  if (failure instanceof Error) {
    const cause = failure.cause instanceof Error ? ` (${failure.cause.message})` : '';
    return `${failure.message}${cause}`;
  }
  return String(failure);
}
