import { type KindReading, readKind } from '@spring-rain/engine';
import { openKindModel } from './kind-model.ts';
import type { Resources } from './resources.ts';

/** Reads what a message is for. */
export interface KindReader {
  readonly read: (text: string) => KindReading;
  /** Names the model; undefined when there is none. */
  readonly version: string | undefined;
  /** From this probability on, the model counts a message as fraud. */
  readonly leastFraud01: number;
  /** Why every reading is undecided; undefined when there is a model. */
  readonly problem: string | undefined;
}

/** Opens the configured model, or the shipped one. Without one the server serves: it says `undecided`, and warns. */
export function openKindReader({ config, log }: Pick<Resources, 'config' | 'log'>): KindReader {
  const { model, version, problem } = openKindModel(config.kindModelFile);
  if (model === undefined) {
    log.warn({ problem }, 'there is no model of scam kinds: every reading is undecided');
    return {
      read: () => ({ kind: 'undecided', reason: 'no-model' }),
      version: undefined,
      leastFraud01: 1,
      problem: problem ?? 'no model',
    };
  }
  return {
    read: (text) => readKind(model, text),
    version,
    leastFraud01: model.model.leastFraud01,
    problem: undefined,
  };
}
