import { type Language, type Words, words } from '@spring-rain/look';

/** What every page needs to know beside its own data. */
export interface PageView {
  readonly language: Language;
  /** The page's own path, such as `/receipt`. */
  readonly path: string;
  /** Whether the data are made up; the page then says so at its top. */
  readonly demo: boolean;
  readonly version: string;
  /**
   * How to show this page in another language, where following its path would not: a form sent to `action` with these
   * fields. Pages that answer a form set it themselves; this overrides them.
   */
  readonly alternate?: Alternate;
  /** IANA name of the zone that times are shown in; UTC when absent. Scripts show the visitor's own. */
  readonly timeZone?: string;
  /** Where this installation is reached, such as `https://rain.example`; stands on the printed receipt. */
  readonly publicUrl?: string;
}

export interface Alternate {
  readonly action: string;
  readonly fields?: Readonly<Record<string, string>>;
}

/**
 * Asked for above the flood budget. `challenge` is the JSON of an ALTCHA (version 2) challenge with algorithm
 * `SHA-256`, which `proof.js` solves. The form sends the field `proof`: base64 of `{challenge, solution}` when solved,
 * else `waitingTicket` as it is, good once `waitSeconds` have passed.
 */
export interface ProofRequest {
  readonly challenge: string;
  readonly waitingTicket: string;
  readonly waitSeconds: number;
}

/** The words of a view's language. */
export function wordsOf(view: PageView): Words {
  return words(view.language);
}
