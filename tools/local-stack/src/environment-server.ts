import { knownServers } from "./known-servers.ts";
import type { ServerName } from "./known-servers.ts";
import { LocalStackError } from "./local-stack-error.ts";
import { probeServer } from "./probe-server.ts";
import type { Report, RunningServer } from "./running-server.ts";
import { secondsSince } from "./seconds-since.ts";
import { untilReady } from "./until-ready.ts";

/** A server named a moment ago, by a service container for instance, may still be starting. */
const defaultPatienceMs = 15_000;

/** The server behind a URL of the environment: used as it is, once it has answered. */
export async function useEnvironmentServer(
  name: ServerName,
  url: string,
  { report, patienceMs = defaultPatienceMs }: { readonly report: Report; readonly patienceMs?: number },
): Promise<RunningServer> {
  const startedAt = performance.now();
  const { urlVariable } = knownServers[name];
  try {
    const version = await untilReady(() => probeServer[name](url), { deadlineMs: patienceMs, everyMs: 250 });
    report(`${version} at ${addressOf(url)} (${urlVariable}) answers after ${secondsSince(startedAt)}`);
  } catch (error) {
    throw new LocalStackError(noAnswerSentence(name, url, error), { cause: error });
  }
  return { url, how: "environment", stop: async () => undefined };
}

/** What is said when a URL of the environment does not answer; never shows user or password. */
export function noAnswerSentence(name: ServerName, url: string, error: unknown): string {
  const { label, urlVariable } = knownServers[name];
  return (
    `${urlVariable} is set, but no ${label} answers at ${addressOf(url)} (${innermost(error)}). ` +
    `Start that server, put the URL right, or unset ${urlVariable} so that a local server is started.`
  );
}

function addressOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "an address that is not a URL";
}

function innermost(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause !== undefined) return innermost(error.cause);
  // Node reports a refused connection to a name with several addresses as an AggregateError without a message.
  return error instanceof AggregateError ? innermost(error.errors[0]) : error.message;
}
