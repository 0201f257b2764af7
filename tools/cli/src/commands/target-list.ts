import { deliveryTargetView, mostWaitingCounted } from "@compose-pay/application";
import { listTroubledTargets } from "@compose-pay/database";
import { defineCommand } from "../command.ts";
import { done, type JsonDocument } from "../command-result.ts";
import { appParameter } from "../parameters.ts";
import { renderTable } from "../render/render-table.ts";
import { withDatabase } from "../settings/with-database.ts";

const mostTargets = 100;
const columns = [
  "id",
  "app_id",
  "url",
  "why",
  "due_at",
  "failures",
  "failing_since",
  "open_until",
  "waiting",
];

export const targetList = defineCommand({
  words: "target list",
  summary: "list where webhooks fail or wait: endpoints, and the origins of notify_url addresses",
  parameters: {
    appId: { ...appParameter, help: "of this app only", schema: appParameter.schema.optional() },
  },
  run: async (context, { appId }) =>
    withDatabase(context, async ({ connection }) => {
      const now = context.clock.now();
      const found = await listTroubledTargets(connection, { appId, now, limit: mostTargets });
      const data: JsonDocument[] = [];
      for (const target of found.rows) {
        data.push({ object: "delivery_target", ...(await deliveryTargetView(connection, target, now)) });
      }
      const hasMore = found.last !== null;
      return done({ object: "list", data, has_more: hasMore }, render(data, hasMore));
    }),
});

function render(data: readonly JsonDocument[], hasMore: boolean): string {
  if (data.length === 0) return "none";
  const table = renderTable(
    columns,
    data.map((one) =>
      columns.map((name) =>
        name === "waiting" && one["waiting_more"] === true ? `over ${mostWaitingCounted}` : one[name],
      ),
    ),
  );
  return hasMore ? `${table}\n\nonly the first ${mostTargets}: for others, --app <id>` : table;
}
