import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { canInstallPackages, installPackages } from "./debian-packages.ts";
import { findProgram } from "./find-program.ts";
import { knownServers, type ServerName } from "./known-servers.ts";
import { LocalStackError } from "./local-stack-error.ts";
import { missingServerSentence } from "./missing-server.ts";
import { findMysqlPrograms } from "./mysql-programs.ts";
import { startPrivateMysql } from "./private-mysql.ts";
import { startPrivateRabbitmq } from "./private-rabbitmq.ts";
import { startPrivateRedis } from "./private-redis.ts";
import type { PrivatePlace } from "./private-server.ts";
import { findRabbitmqPrograms } from "./rabbitmq-programs.ts";
import type { RunningServer } from "./running-server.ts";
import { settleAll } from "./settle-all.ts";

type Starter = (place: PrivatePlace) => Promise<RunningServer>;

/**
 * Starts private instances of these servers, all at once, after their programs are installed; `started` is told
 * of each. Throws a LocalStackError when a program is missing and cannot be installed, or a server does not start.
 */
export async function startPrivateServers(
  names: readonly ServerName[],
  place: PrivatePlace,
  started: (name: ServerName, server: RunningServer) => void,
): Promise<void> {
  await installMissing(names, place);
  await settleAll(
    names.map(async (name) => {
      const start = findStarter(name, place.env);
      if (start === undefined) throw missing([name]);
      started(name, await start(place));
    }),
  );
}

async function installMissing(
  names: readonly ServerName[],
  { dataDir, env, report }: PrivatePlace,
): Promise<void> {
  const absent = names.filter((name) => findStarter(name, env) === undefined);
  if (absent.length === 0) return;
  if (!canInstallPackages(env)) throw missing(absent);
  mkdirSync(join(dataDir, "log"), { recursive: true });
  const packages = absent.map((name) => knownServers[name].debianPackage);
  await installPackages(packages, { env, report, logFile: join(dataDir, "log", "apt.log") });
}

function findStarter(name: ServerName, env: NodeJS.ProcessEnv): Starter | undefined {
  switch (name) {
    case "mysql":
      return starter(findMysqlPrograms(env), startPrivateMysql);
    case "rabbitmq":
      return starter(findRabbitmqPrograms(env), startPrivateRabbitmq);
    case "redis":
      return starter(findProgram(["redis-server", "valkey-server"], env), startPrivateRedis);
  }
}

function starter<Programs>(
  programs: Programs | undefined,
  start: (programs: Programs, place: PrivatePlace) => Promise<RunningServer>,
): Starter | undefined {
  return programs === undefined ? undefined : (place) => start(programs, place);
}

function missing(names: readonly ServerName[]): LocalStackError {
  return new LocalStackError(missingServerSentence(names, process.platform));
}
