import { loadConfig, serve } from '@spring-rain/server';
import type { Command } from 'commander';

/** `serve`: runs the server until it is told to stop. */
export function addServe(program: Command): void {
  program
    .command('serve')
    .description('run the server; settings come from the environment (see: spring-rain config)')
    .action(async () => {
      await serve(loadConfig());
    });
}
