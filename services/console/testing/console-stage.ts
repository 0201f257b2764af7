import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createOperator, createRole } from "@compose-pay/application";
import type { Permission } from "@compose-pay/contracts";
import {
  type Database,
  findOperator,
  migrateDatabase,
  openDatabase,
  sealedIn,
  updateOperator,
} from "@compose-pay/database";
import { connectMessaging, type Messaging } from "@compose-pay/messaging";
import {
  type Clock,
  createLogger,
  createMetrics,
  createSecretBox,
  type Logger,
  newId,
  parseMasterKey,
  readSettings,
  type SecretBox,
  systemClock,
} from "@compose-pay/runtime";
import { freshDatabase, freshQueuePrefix, serverUrl } from "@compose-pay/test-support";
import { newSecondFactor } from "../src/session/second-factor.ts";
import { openSession } from "../src/session/open-session.ts";
import { type ConsoleSettings, consoleSettings } from "../src/settings.ts";
import { type Console, startConsole } from "../src/start-console.ts";
import { type ConsoleClient, consoleClient } from "./console-client.ts";

export interface TestOperator {
  readonly id: string;
  readonly email: string;
  /** The first password, not changed yet. */
  readonly password: string;
}

/** Somebody signed in, with the second factor given just now. */
export interface SignedIn extends ConsoleClient {
  readonly operator: TestOperator;
}

/** A database and queues of a test's own use, with a console on them. */
export interface ConsoleStage {
  readonly database: Database;
  readonly databaseUrl: string;
  readonly secretBox: SecretBox;
  /** Has the archive and the scratch folder of this console. */
  readonly folder: string;
  /** Messaging on the same queues, for a worker's part. */
  readonly messaging: Messaging;
  readonly queuePrefix: string;
  /** With which the console runs. */
  readonly settings: ConsoleSettings;
  readonly console: Console;
  /** Somebody who has not signed in. */
  readonly stranger: ConsoleClient;
  /** Creates an operator who may do this and nothing else. */
  addOperator(permissions: readonly Permission[]): Promise<TestOperator>;
  /** The same, with a password of their own, a second factor, and a session. */
  signIn(permissions: readonly Permission[]): Promise<SignedIn>;
  close(): Promise<void>;
}

const silent = createLogger({
  service: "test",
  level: process.env["TEST_LOG"] === undefined ? "silent" : "info",
});

type Variables = Readonly<Record<string, string>>;

/** Where the servers are, for lines between the console and them. */
export type OwnUrls = Readonly<Record<"DATABASE_URL" | "AMQP_URL", string>>;

export interface StageOptions {
  /** Of the console; what it says must not be later than the database's deadlines of real time need. */
  readonly clock?: Clock;
  /** Variables of the console's environment, which may need to know those that it has. */
  readonly changes?: Variables | ((own: OwnUrls) => Promise<Variables>);
  /** What the console writes its log to. */
  readonly logger?: Logger;
}

export async function openConsoleStage({
  clock = systemClock,
  changes = {},
  logger = silent,
}: StageOptions = {}): Promise<ConsoleStage> {
  await using atEnd = new AsyncDisposableStack();
  const fresh = await freshDatabase();
  atEnd.defer(() => fresh.drop());
  await migrateDatabase(fresh.url);
  const database = openDatabase({ url: fresh.url, poolSize: 4 });
  atEnd.defer(() => database.close());
  const queues = await openQueues(atEnd);
  const folder = await mkdtemp(path.join(tmpdir(), "console-stage-"));
  atEnd.defer(() => rm(folder, { recursive: true }));
  const masterKey = randomBytes(32).toString("base64");
  const own = { DATABASE_URL: fresh.url, AMQP_URL: serverUrl("AMQP_URL") };
  const settings = readSettings(consoleSettings, {
    ...own,
    REDIS_URL: serverUrl("REDIS_URL"),
    MASTER_KEY: masterKey,
    PORT: "0",
    ADMIN_PORT: "0",
    QUEUE_PREFIX: queues.prefix,
    SHUTDOWN_DEADLINE_MS: "8000",
    ARCHIVE_URL: path.join(folder, "archive"),
    SCRATCH_DIR: path.join(folder, "scratch"),
    CHANNEL_ALLOWED_HOSTS: "127.0.0.1",
    ...(typeof changes === "function" ? await changes(own) : changes),
  });
  const running = await startConsole(settings, logger, clock);
  atEnd.defer(() => running.close());
  const current = parseMasterKey(masterKey);
  if (current === null) throw new Error("a master key of 32 bytes is one");
  const secretBox = createSecretBox({ current });
  const deps = { database, clock, newId, settings };
  const addOperator = async (permissions: readonly Permission[]): Promise<TestOperator> => {
    const name = newId("role");
    const made = await createRole(deps, { name, description: "of a test", permissions });
    if (made.kind !== "changed") throw new Error(made.kind);
    const email = `${newId("opr")}@example.com`;
    const created = await createOperator(deps, {
      email,
      name: "Lin",
      roleIds: [made.role.id],
      timeZone: "Asia/Shanghai",
      mustChangePassword: true,
    });
    if (created.kind !== "created") throw new Error(created.kind);
    return { id: created.operator.id, email, password: created.password };
  };
  const closing = atEnd.move();
  return {
    database,
    databaseUrl: fresh.url,
    secretBox,
    folder,
    messaging: queues.messaging,
    queuePrefix: queues.prefix,
    settings,
    console: running,
    stranger: consoleClient(running.url),
    addOperator,
    signIn: async (permissions) => {
      const operator = await addOperator(permissions);
      const { secret } = newSecondFactor(operator.email);
      const totpSecret = secretBox.seal(secret, sealedIn("operators.totp_secret", operator.id));
      const change = { totpSecret, mustChangePassword: false };
      await updateOperator(database.connection, operator.id, change);
      const row = await readOperator(database, operator.id);
      const origin = { address: "127.0.0.1", userAgent: "test", requestId: "req_test" };
      const opened = await openSession(deps, row, origin);
      if (opened === null) throw new Error("the operator was changed meanwhile");
      const { token, session } = opened;
      return { operator, ...consoleClient(running.url, { token, csrfToken: session.csrfToken }) };
    },
    close: () => closing.disposeAsync(),
  };
}

async function readOperator(database: Database, id: string) {
  const row = await findOperator(database.connection, id);
  if (row === null) throw new Error(`there is no operator ${id}`);
  return row;
}

/** Queues under a name of their own, taken away in the end. */
async function openQueues(atEnd: AsyncDisposableStack) {
  const url = serverUrl("AMQP_URL");
  const { prefix, cleanup } = freshQueuePrefix();
  const metrics = createMetrics("test");
  const messaging = await connectMessaging({
    url,
    service: "test",
    queuePrefix: prefix,
    logger: silent,
    metrics,
  });
  atEnd.defer(async () => {
    const names = [...(await messaging.queueDepths()).keys()].map((name) => `${prefix}.${name}`);
    await messaging.close({ deadlineMs: 2_000 });
    await cleanup(url, names);
  });
  return { prefix, messaging };
}
