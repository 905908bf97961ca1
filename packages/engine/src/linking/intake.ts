import { recognise } from '../indicators/recognise.ts';
import { finishHash, hashHalves, hashStart, stepHigh, stepLow } from '../known/hash.ts';
import { scriptSize, shingleNamed } from '../similarity/shingle.ts';
import { type GrowingInts, growingInts, type SetPool, setPool } from './growing.ts';
import { type NameTable, nameTable } from './name-table.ts';
import { type LinkValue, linkValues } from './values.ts';
import { leastSize } from './weights.ts';

export interface Message {
  readonly id: unknown;
  readonly text: string;
}

/**
 * Messages in columns. A *unit* is what is placed as a whole: all messages of one masked script, where it is long enough
 * to say something; else the copies of one text that names a value; else a message alone.
 */
export interface Intake {
  readonly ids: unknown[];
  /** Of each message. */
  readonly unitOf: GrowingInts;
  readonly textOf: GrowingInts;
  /** Of each unit: its shingles (none for a unit that is not judged by its script), its first message, its texts. */
  readonly shingles: SetPool;
  readonly firstMessage: GrowingInts;
  readonly textCount: GrowingInts;
  /** Of each distinct text: its unit, its message, and where its values start in `valuesOfText`. */
  readonly unitOfText: GrowingInts;
  readonly messageOfText: GrowingInts;
  readonly valueStart: GrowingInts;
  readonly valuesOfText: GrowingInts;
  /** Of each value. */
  readonly values: LinkValue[];
}

export interface IntakeOptions {
  /** True for a value that is known to be shared by strangers or to be good: it links nothing. */
  readonly isShared?: ((value: LinkValue) => boolean) | undefined;
  /** ISO 3166 country whose national numbers are read too. */
  readonly defaultRegion?: string | undefined;
}

const noShingles = new Uint32Array(0);

/** Reads messages into columns one by one, each distinct text once. O(length) a message. */
export function openIntake(options: IntakeOptions): { readonly intake: Intake; take(message: Message): void } {
  const intake: Intake = {
    ids: [],
    unitOf: growingInts(),
    textOf: growingInts(),
    shingles: setPool(),
    firstMessage: growingInts(),
    textCount: growingInts(),
    unitOfText: growingInts(),
    messageOfText: growingInts(),
    valueStart: growingInts(),
    valuesOfText: growingInts(),
    values: [],
  };
  const tables: Tables = { texts: nameTable(), scripts: nameTable(), values: new Map() };
  return { intake, take: (message) => takeOne(intake, tables, message, options) };
}

interface Tables {
  readonly texts: NameTable;
  readonly scripts: NameTable;
  readonly values: Map<string, number>;
}

function takeOne(intake: Intake, tables: Tables, { id, text }: Message, options: IntakeOptions): void {
  const message = intake.ids.push(id) - 1;
  nameText(text);
  const fresh = intake.unitOfText.length;
  const known = tables.texts.findOrKeep(hashHalves.high, hashHalves.low, fresh);
  if (known >= 0) {
    const unit = intake.unitOfText.at(known);
    intake.textOf.push(known);
    intake.unitOf.push(standsAlone(intake, known, unit) ? openUnit(intake, message, noShingles) : unit);
    return;
  }
  readText(intake, tables, { text, message, fresh }, options);
}

/** A short text without a value says nothing of where it comes from, however often it is seen. */
function standsAlone(intake: Intake, text: number, unit: number): boolean {
  return intake.shingles.sizeOf(unit) === 0 && intake.valueStart.at(text) === valueEnd(intake, text);
}

/** Where the values of a text end. */
export function valueEnd(intake: Intake, text: number): number {
  return text + 1 < intake.valueStart.length ? intake.valueStart.at(text + 1) : intake.valuesOfText.length;
}

function readText(
  intake: Intake,
  tables: Tables,
  { text, message, fresh }: { text: string; message: number; fresh: number },
  { isShared, defaultRegion }: IntakeOptions,
): void {
  const recognition = recognise(text, defaultRegion === undefined ? {} : { defaultRegion });
  const { shingles, name } = shingleNamed(text, recognition);
  const size = scriptSize(shingles);
  intake.valueStart.push(intake.valuesOfText.length);
  for (const value of linkValues(recognition.indicators, size)) {
    const key = `${value.kind}:${value.value}`;
    let number = tables.values.get(key);
    if (number === undefined) {
      number = isShared?.(value) === true ? -1 : intake.values.push(value) - 1;
      tables.values.set(key, number);
    }
    if (number >= 0) intake.valuesOfText.push(number);
  }
  let unit = -1;
  if (size >= leastSize) {
    unit = tables.scripts.findOrKeep(name.high, name.low, intake.firstMessage.length);
    if (unit < 0) unit = openUnit(intake, message, shingles);
  } else unit = openUnit(intake, message, noShingles);
  intake.textCount.set(unit, intake.textCount.at(unit) + 1);
  intake.unitOfText.push(unit);
  intake.messageOfText.push(message);
  intake.textOf.push(fresh);
  intake.unitOf.push(unit);
}

function openUnit(intake: Intake, message: number, shingles: Uint32Array): number {
  intake.shingles.push(shingles);
  intake.firstMessage.push(message);
  intake.textCount.push(0);
  return intake.firstMessage.length - 1;
}

/** Hashes a text as it was written into `hashHalves`. */
function nameText(text: string): void {
  let high: number = hashStart.high;
  let low: number = hashStart.low;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    high = stepHigh(high, code);
    low = stepLow(low, code);
  }
  finishHash(high ^ text.length, low);
}
