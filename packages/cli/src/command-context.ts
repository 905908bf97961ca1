import { userInfo } from 'node:os';
import { loadConfig } from '@spring-rain/server';
import { type Connection, connect } from './connection.ts';

/** Runs a command's work on a connection and closes it, however the work ends. */
export async function withConnection<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result> {
  await using connection = await connect(loadConfig());
  return await work(connection);
}

/** Who decides when `--by` is not given: the person who is signed in on this machine. */
export function signedInName(): string {
  return userInfo().username;
}
