import { knownServers } from "./known-servers.ts";
import type { ServerName } from "./known-servers.ts";

/** Where a server comes from: a URL of the environment, a Docker container, or a private instance of installed programs. */
export type Way = "environment" | "docker" | "private";

/** What the choice depends on. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly engineAnswers: boolean;
}

/** A URL in the environment comes first, then Docker when an engine answers, then installed programs. */
export function chooseWay(name: ServerName, { env, engineAnswers }: Surroundings): Way {
  if (urlInEnvironment(name, env) !== undefined) return "environment";
  return engineAnswers ? "docker" : "private";
}

/** The URL that the environment names for a server; an empty variable counts as none. */
export function urlInEnvironment(name: ServerName, env: NodeJS.ProcessEnv): string | undefined {
  const url = env[knownServers[name].urlVariable]?.trim();
  return url === "" ? undefined : url;
}

/** `LOCAL_STACK_DOCKER=off` leaves Docker aside even when an engine answers. */
export function mayUseDocker(env: NodeJS.ProcessEnv): boolean {
  return env["LOCAL_STACK_DOCKER"] !== "off";
}
