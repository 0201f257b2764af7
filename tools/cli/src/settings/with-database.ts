import { type Database, openDatabase } from "@compose-pay/database";
import { createSecretBox, type SecretBox, sharedSettings } from "@compose-pay/runtime";
import { z } from "zod";
import type { CommandContext } from "../command-context.ts";
import { readCommandSettings } from "./read-command-settings.ts";

const databaseSettings = { DATABASE_URL: sharedSettings.DATABASE_URL };
const sealingSettings = {
  ...databaseSettings,
  MASTER_KEY: sharedSettings.MASTER_KEY,
  MASTER_KEY_PREVIOUS: sharedSettings.MASTER_KEY_PREVIOUS,
};
/** A command does one thing after the other; the most is a bill that is locked while its lines are written on two. */
const poolSize = 3;

/** Runs the work on the configured database and closes the connections after it. */
export async function withDatabase<Result>(
  context: CommandContext,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const { DATABASE_URL: url } = readCommandSettings(context, z.object(databaseSettings));
  return opened(url, work);
}

/** The same for work that seals secrets or opens them. */
export async function withSealedDatabase<Result>(
  context: CommandContext,
  work: (deps: { readonly database: Database; readonly secretBox: SecretBox }) => Promise<Result>,
): Promise<Result> {
  const settings = readCommandSettings(context, z.object(sealingSettings));
  const secretBox = createSecretBox({
    current: settings.MASTER_KEY,
    previous: settings.MASTER_KEY_PREVIOUS,
  });
  return opened(settings.DATABASE_URL, (database) => work({ database, secretBox }));
}

async function opened<Result>(url: string, work: (database: Database) => Promise<Result>): Promise<Result> {
  const database = openDatabase({ url, poolSize });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
