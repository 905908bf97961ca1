import { Command, CommanderError } from 'commander';
import { addAgencies } from './commands/agencies.ts';
import { addAppeals } from './commands/appeals.ts';
import { addAreas } from './commands/areas.ts';
import { addAudit } from './commands/audit.ts';
import { addBackup } from './commands/backup.ts';
import { addBundles } from './commands/bundles.ts';
import { addCampaigns } from './commands/campaigns.ts';
import { addCheck } from './commands/check.ts';
import { addDemo } from './commands/demo.ts';
import { addEvaluate } from './commands/evaluate.ts';
import { addExport } from './commands/export.ts';
import { addHolds } from './commands/holds.ts';
import { addImport } from './commands/import.ts';
import { addKeys } from './commands/keys.ts';
import { addLink } from './commands/link.ts';
import { addListings } from './commands/listings.ts';
import { addMaintenance } from './commands/maintenance.ts';
import { addMembers } from './commands/members.ts';
import { addProviders } from './commands/providers.ts';
import { addRecognise } from './commands/recognise.ts';
import { addReports } from './commands/reports.ts';
import { addRetention } from './commands/retention.ts';
import { addRights } from './commands/rights.ts';
import { addServe } from './commands/serve.ts';
import { addShares } from './commands/shares.ts';
import { addSources } from './commands/sources.ts';
import { addTrain } from './commands/train.ts';
import { addUser } from './commands/user.ts';
import { CommandFailure, describeFailure, exitCodes } from './failure.ts';
import { say } from './output.ts';

/** The whole command line; every command is one file. */
export function buildProgram(): Command {
  const program = new Command('spring-rain')
    .description('Someone reports a scam once, and everyone after them is protected.')
    .version('0.1.0')
    .showHelpAfterError('(see --help)')
    .exitOverride();
  for (const add of [
    addServe,
    addCheck,
    addRecognise,
    addLink,
    addTrain,
    addEvaluate,
    addReports,
    addListings,
    addCampaigns,
    addAppeals,
    addShares,
    addSources,
    addHolds,
    addRights,
    addRetention,
    addBundles,
    addKeys,
    addAgencies,
    addAreas,
    addMembers,
    addProviders,
    addImport,
    addExport,
    addBackup,
    addAudit,
    addUser,
    addMaintenance,
    addDemo,
  ]) {
    add(program);
  }
  return program;
}

/** Runs one command. Yields its exit code: 0 done, 1 could not be done, 2 the words are off. */
export async function runProgram(words: readonly string[]): Promise<number> {
  const program = buildProgram();
  inherit(program);
  try {
    await program.parseAsync([...words], { from: 'user' });
    return Number(process.exitCode ?? exitCodes.done);
  } catch (failure) {
    if (failure instanceof CommanderError) return failure.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    say(describeFailure(failure));
    return failure instanceof CommandFailure ? failure.exitCode : exitCodes.failed;
  }
}

/** Subcommands end like the program does: by an exception here, never by leaving the process. */
function inherit(command: Command): void {
  for (const child of command.commands) {
    child.copyInheritedSettings(command);
    inherit(child);
  }
}
