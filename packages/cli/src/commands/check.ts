import { type CheckAnswer, checkText } from '@spring-rain/contract';
import { words } from '@spring-rain/look';
import type { Command } from 'commander';
import { withConnection } from '../command-context.ts';
import { terminalLanguage } from '../language.ts';
import { print, printJson, table } from '../output.ts';

/** `check VALUE…`: the verdict of each value or message, as the home page gives it. */
export function addCheck(program: Command): void {
  program
    .command('check')
    .description('is this a scam? checks numbers, links, accounts or whole messages')
    .argument('<value...>', 'what to check; quote a message')
    .option('--json', 'the whole answers as JSON')
    .action(async (values: string[], options: { json?: boolean }) => {
      await withConnection(async (connection) => {
        const answers: { text: string; answer: CheckAnswer }[] = [];
        for (const text of values) answers.push({ text, answer: await connection.call(checkText, { body: { text } }) });
        if (options.json === true) printJson(answers.map(({ text, answer }) => ({ text, ...answer })));
        else print(answers.map(({ text, answer }) => describeAnswer(text, answer)).join('\n\n'));
      });
    });
}

function describeAnswer(text: string, answer: CheckAnswer): string {
  const say = words(terminalLanguage());
  const rows = answer.indicators.map((found) => [
    `  ${say.indicatorKinds[found.kind]}`,
    found.value,
    say.verdicts[found.verdict].name,
  ]);
  const steps = answer.nextSteps.map((step) => `  - ${say.nextSteps[step].lead} ${say.nextSteps[step].rest}`);
  return [`${text}: ${say.verdicts[answer.verdict].name}`, ...(rows.length > 0 ? [table(rows)] : []), ...steps].join(
    '\n',
  );
}
