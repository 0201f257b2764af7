import { chooseWay, urlInEnvironment } from "./choose-way.ts";
import type { DockerPlace } from "./docker-server.ts";
import { useEnvironmentServer } from "./environment-server.ts";
import { knownServers, serverNames } from "./known-servers.ts";
import type { ServerName } from "./known-servers.ts";
import { startPrivateServers } from "./private-servers.ts";
import type { RunningServer } from "./running-server.ts";
import { settleAll } from "./settle-all.ts";

/**
 * Every server, each its own way, all at once. A container that cannot be had becomes a private instance. When
 * one of them cannot be had at all, those that were started are stopped and its failure is thrown.
 */
export async function startEachServer(
  place: DockerPlace,
  engineAnswers: boolean,
): Promise<Readonly<Record<ServerName, RunningServer>>> {
  const up = new Map<ServerName, RunningServer>();
  const started = (name: ServerName, server: RunningServer): void => void up.set(name, server);
  const ways = { env: place.env, engineAnswers };
  try {
    await settleAll(
      serverNames
        .filter((name) => chooseWay(name, ways) !== "private")
        .map(async (name) => {
          const server = await useOrContain(name, place);
          if (server !== undefined) started(name, server);
        }),
    );
    await startPrivateServers(
      serverNames.filter((name) => !up.has(name)),
      place,
      started,
    );
    return { mysql: demand(up, "mysql"), rabbitmq: demand(up, "rabbitmq"), redis: demand(up, "redis") };
  } catch (error) {
    await Promise.all([...up.values()].map((server) => server.stop()));
    throw error;
  }
}

/** The server of the environment, or a container of it; undefined when no container can be had. */
async function useOrContain(name: ServerName, place: DockerPlace): Promise<RunningServer | undefined> {
  const url = urlInEnvironment(name, place.env);
  if (url !== undefined) return useEnvironmentServer(name, url, { report: place.report });
  try {
    // Loaded only here: it takes longer to load than MariaDB and Redis take to start.
    const { startDockerServer } = await import("./docker-server.ts");
    return await startDockerServer(name, place);
  } catch (error) {
    const { label } = knownServers[name];
    place.report(`${label}: no Docker container (${firstLine(error)}); taking installed programs instead`);
    return undefined;
  }
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n")[0]?.trim() ?? message;
}

function demand(up: ReadonlyMap<ServerName, RunningServer>, name: ServerName): RunningServer {
  const server = up.get(name);
  if (server === undefined) throw new Error(`${name} was neither started nor refused`);
  return server;
}
