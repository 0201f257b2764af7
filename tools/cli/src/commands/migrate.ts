import { migrateDatabase } from "@compose-pay/database";
import { sharedSettings } from "@compose-pay/runtime";
import { z } from "zod";
import { defineCommand } from "../command.ts";
import { done } from "../command-result.ts";
import { readCommandSettings } from "../settings/read-command-settings.ts";

const settings = z.object({ DATABASE_URL: sharedSettings.DATABASE_URL });

export const migrate = defineCommand({
  words: "migrate",
  summary: "bring the database's tables to the newest version; safe to run at any time and at once",
  parameters: {},
  run: async (context) => {
    const { applied, total } = await migrateDatabase(readCommandSettings(context, settings).DATABASE_URL);
    const text =
      applied === 0 ? `up to date (${total} migrations)` : `${applied} of ${total} migrations applied`;
    return done({ object: "migration", applied, total }, text);
  },
});
