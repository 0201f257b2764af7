import type { CommandContext } from "../command-context.ts";
import { defineCommand } from "../command.ts";
import { checkBroker, checkQueues } from "../doctor/check-broker.ts";
import { checkDatabase, checkMigrations } from "../doctor/check-database.ts";
import { checkMasterKey } from "../doctor/check-master-key.ts";
import { checkRedis } from "../doctor/check-redis.ts";
import { type Finding, findingDocument } from "../doctor/finding.ts";
import { renderTable } from "../render/render-table.ts";

export const doctor = defineCommand({
  words: "doctor",
  summary: "look at every server this installation stands on; exit code 1 if one is broken",
  parameters: {},
  run: async (context) => {
    const findings = (
      await Promise.all([examineDatabase(context), examineBroker(context), checkRedis(context)])
    ).flat();
    const isHealthy = findings.every(({ status }) => status === "ok" || status === "warning");
    const rows = findings.map(({ check, status, detail }) => [check, status, detail]);
    return {
      kind: isHealthy ? "done" : "broken",
      document: { object: "diagnosis", healthy: isHealthy, checks: findings.map(findingDocument) },
      text: renderTable(["check", "status", "detail"], rows),
    };
  },
});

async function examineDatabase(context: CommandContext): Promise<readonly Finding[]> {
  const database = await checkDatabase(context);
  if (database.measured?.["version"] === undefined) {
    return [database, skipped("migrations", "the database"), skipped("master key", "the database")];
  }
  return [database, await checkMigrations(context), await checkMasterKey(context)];
}

async function examineBroker(context: CommandContext): Promise<readonly Finding[]> {
  const broker = await checkBroker(context);
  return broker.status === "ok"
    ? [broker, ...(await checkQueues(context))]
    : [broker, skipped("queues", "the broker")];
}

function skipped(check: string, server: string): Finding {
  return { check, status: "skipped", detail: `${server} cannot be reached` };
}
