import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  type CampaignMention,
  type CheckAnswer,
  callEndpoint,
  checkImage,
  checkText,
  type ImageCheckAnswer,
  type ImageReading,
} from '@spring-rain/contract';
import { words } from '@spring-rain/look';
import type { Command } from 'commander';
import { withConnection } from '../command-context.ts';
import type { Connection } from '../connection.ts';
import { CommandFailure, exitCodes } from '../failure.ts';
import { terminalLanguage } from '../language.ts';
import { print, printJson, table } from '../output.ts';

/** Two digits would round a likeness to certainty. */
const mostCertain01 = 0.99;
const dayMs = 24 * 60 * 60 * 1000;

interface CheckOptions {
  readonly json?: true;
  readonly image: readonly string[];
}

/** `check VALUE… --image FILE`: the verdict of each value, message or screenshot, as the home page gives it. */
export function addCheck(program: Command): void {
  program
    .command('check')
    .description('is this a scam? checks numbers, links, accounts, whole messages or screenshots')
    .argument('[value...]', 'what to check; quote a message')
    .option('--image <file>', 'a screenshot or a photo of a QR code; may be given again', collect, [])
    .option('--json', 'the whole answers as JSON')
    .action(async (values: string[], { json, image }: CheckOptions) => {
      if (values.length + image.length === 0) {
        throw new CommandFailure('error: wanted something to check, found nothing (see --help)', exitCodes.usage);
      }
      const answers = await withConnection((connection) => askAll(connection, values, image));
      if (json === true) printJson(answers);
      else print(answers.map(describeAnswer).join('\n\n'));
    });
}

type Asked = (CheckAnswer & { readonly text: string }) | (ImageCheckAnswer & { readonly file: string });

async function askAll(connection: Connection, values: readonly string[], files: readonly string[]): Promise<Asked[]> {
  const answers: Asked[] = [];
  for (const text of values) answers.push({ text, ...(await connection.call(checkText, { body: { text } })) });
  for (const file of files) answers.push({ file, ...(await askAboutImage(connection, file)) });
  return answers;
}

async function askAboutImage({ baseUrl, fetch }: Connection, file: string): Promise<ImageCheckAnswer> {
  const bytes = await readImage(file);
  return await callEndpoint(baseUrl, checkImage, {}, { fetch, files: [new File([bytes], basename(file))] });
}

async function readImage(file: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(file));
  } catch (cause) {
    throw new CommandFailure(`Wanted a picture, found none at "${file}".`, exitCodes.usage, { cause });
  }
}

function describeAnswer(asked: Asked): string {
  const say = words(terminalLanguage());
  const rows = asked.indicators.map((found) => [
    `  ${say.indicatorKinds[found.kind]}`,
    plain(found.value),
    say.verdicts[found.verdict].name,
  ]);
  const steps = asked.nextSteps.map((step) => `  - ${say.nextSteps[step].lead} ${say.nextSteps[step].rest}`);
  return [
    `${'file' in asked ? asked.file : asked.text}: ${say.verdicts[asked.verdict].name}`,
    ...describeLikeness(asked),
    ...('file' in asked ? describeReading(asked.image) : []),
    ...(rows.length > 0 ? [table(rows)] : []),
    ...steps,
  ].join('\n');
}

/** What the text reads like, by which words, and the campaign that it resembles. */
function describeLikeness({ scam, campaign }: CheckAnswer): string[] {
  const { suspicion, scamKinds } = words(terminalLanguage());
  const reading = scam?.kind === undefined ? suspicion.readsLikeScam : `${suspicion.readsLike}${scamKinds[scam.kind]}`;
  const phrases = scam?.because.map(({ text }) => `  ~ ${plain(text)}`) ?? [];
  return [
    ...(scam === undefined
      ? []
      : [`${reading} (${Math.min(scam.probability01, mostCertain01).toFixed(2)})`, ...phrases]),
    ...(campaign === undefined ? [] : [suspicion.campaign(campaign.distinctReporters, daysOf(campaign))]),
    ...(scam === undefined && campaign === undefined ? [] : [suspicion.alike]),
  ];
}

/** Begun days are counted whole. */
function daysOf({ firstSeen, lastSeen }: CampaignMention): number {
  return Math.max(1, Math.ceil((Date.parse(lastSeen) - Date.parse(firstSeen)) / dayMs));
}

function describeReading({ text, codes, isComplete }: ImageReading): string[] {
  const say = words(terminalLanguage());
  return [
    `${say.home.fromPicture}. ${say.home.fromPictureNote}`,
    ...(isComplete ? [] : [say.home.readInPart]),
    ...text.split('\n').map((line) => `  | ${plain(line)}`),
    ...codes.map((code) => `  ${say.imageCodeKinds[code.kind].name}: ${plain(code.text)}`),
  ];
}

/** What a code holds must not steer the terminal that shows it. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd');
}

function collect(file: string, before: readonly string[]): string[] {
  return [...before, file];
}
