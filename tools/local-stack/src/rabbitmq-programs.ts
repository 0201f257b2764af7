import { findProgram } from "./find-program.ts";

export interface RabbitmqPrograms {
  readonly server: string;
  /** The port mapper of Erlang, which we run ourselves because the one that the broker starts outlives it. */
  readonly epmd: string;
}

/** Packages put a wrapper in the PATH that changes the user and drops the environment; this is what it wraps. */
const packagedServer = "/usr/lib/rabbitmq/bin/rabbitmq-server";

/** The installed RabbitMQ, or undefined. */
export function findRabbitmqPrograms(env: NodeJS.ProcessEnv): RabbitmqPrograms | undefined {
  const server = findProgram([packagedServer, "rabbitmq-server"], env);
  const epmd = findProgram(["epmd"], env);
  return server === undefined || epmd === undefined ? undefined : { server, epmd };
}
