import { mkdirSync, realpathSync } from "node:fs";
import { mayUseDocker } from "./choose-way.ts";
import type { Way } from "./choose-way.ts";
import { engineAnswers } from "./docker-engine.ts";
import { freePort, isPortFree } from "./free-port.ts";
import type { ServerName } from "./known-servers.ts";
import { endLeftOvers, wipeData } from "./private-data.ts";
import { settlePrivateSettings } from "./private-settings.ts";
import type { Report, RunningServer } from "./running-server.ts";
import { startEachServer } from "./start-each-server.ts";
import { takeStartLock } from "./start-lock.ts";

export interface BringUpOptions {
  /** Where data, logs and records of the servers live; one running stack per folder. */
  readonly dataDir: string;
  /** Deletes the local data of the servers first; servers of the environment are not touched. */
  readonly fresh?: boolean;
  readonly report: Report;
  /** Read for DATABASE_URL, AMQP_URL, REDIS_URL, LOCAL_STACK_* and PATH. */
  readonly env: NodeJS.ProcessEnv;
}

export interface LocalServers {
  /** Names the database `compose_pay`, which exists and is empty at first, unless it comes from the environment. */
  readonly databaseUrl: string;
  readonly amqpUrl: string;
  readonly redisUrl: string;
  readonly how: Readonly<Record<ServerName, Way>>;
  /** Ends all that was started here, in parallel and within bounds; a second call waits for the first. */
  readonly stop: () => Promise<void>;
}

/**
 * MySQL or MariaDB, RabbitMQ and Redis, each from the first of these that can be had: the URL in the
 * environment, a Docker container, a private instance of installed programs. Throws a LocalStackError, with
 * nothing left running, when one of them cannot be had or another process runs its servers in `dataDir`.
 */
export async function bringUpServers(options: BringUpOptions): Promise<LocalServers> {
  const { env, report, fresh = false } = options;
  mkdirSync(options.dataDir, { recursive: true });
  const dataDir = realpathSync(options.dataDir);
  const release = takeStartLock(dataDir);
  try {
    await endLeftOvers({ dataDir, report });
    if (fresh) wipeData(dataDir);
    const settings = await settlePrivateSettings(dataDir, { isPortFree, freePort });
    const engine = mayUseDocker(env) && (await engineAnswers(env));
    const servers = await startEachServer({ dataDir, settings, env, report, fresh }, engine);
    return localServers(servers, release);
  } catch (error) {
    release();
    throw error;
  }
}

function localServers(
  { mysql, rabbitmq, redis }: Readonly<Record<ServerName, RunningServer>>,
  release: () => void,
): LocalServers {
  let stopping: Promise<void> | undefined;
  const stopAll = async (): Promise<void> => {
    await Promise.all([mysql, rabbitmq, redis].map((server) => server.stop())).finally(release);
  };
  return {
    databaseUrl: mysql.url,
    amqpUrl: rabbitmq.url,
    redisUrl: redis.url,
    how: { mysql: mysql.how, rabbitmq: rabbitmq.how, redis: redis.how },
    stop: () => (stopping ??= stopAll()),
  };
}
