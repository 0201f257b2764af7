import {
  type Connection,
  type DeliveryTargetRow,
  findFirstWaiting,
  findWebhookEndpoint,
  listFailingTargets,
} from "@compose-pay/database";
import { defineCommand } from "../command.ts";
import { done, type JsonDocument } from "../command-result.ts";
import { appParameter } from "../parameters.ts";
import { renderTable } from "../render/render-table.ts";
import { withDatabase } from "../settings/with-database.ts";
import { mostCounted, targetState } from "../target-state.ts";

const mostTargets = 100;
const columns = ["id", "app_id", "url", "circuit", "failures", "failing_since", "open_until", "waiting"];

export const targetList = defineCommand({
  words: "target list",
  summary: "list where webhooks fail and deliveries wait: endpoints, and the origins of notify_url addresses",
  parameters: {
    appId: { ...appParameter, help: "of this app only", schema: appParameter.schema.optional() },
  },
  run: async (context, { appId }) =>
    withDatabase(context, async ({ connection }) => {
      const found = await listFailingTargets(connection, { appId, limit: mostTargets + 1 });
      const data: JsonDocument[] = [];
      for (const target of found.slice(0, mostTargets)) {
        data.push(await documentOf(connection, target, context.clock.now()));
      }
      const hasMore = found.length > mostTargets;
      return done({ object: "list", data, has_more: hasMore }, render(data, hasMore));
    }),
});

async function documentOf(
  connection: Connection,
  target: DeliveryTargetRow,
  now: Date,
): Promise<JsonDocument> {
  return {
    object: "delivery_target",
    id: target.id,
    app_id: target.appId,
    ...(await placeOf(connection, target.id)),
    ...(await targetState(connection, { target, targetId: target.id, now })),
  };
}

/** Of an own address the origin only: the rest of it may be a merchant's secret. */
async function placeOf(connection: Connection, targetId: string): Promise<JsonDocument> {
  const endpoint = await findWebhookEndpoint(connection, { endpointId: targetId });
  if (endpoint !== null) return { endpoint_id: targetId, status: endpoint.status, url: endpoint.url };
  const url = (await findFirstWaiting(connection, targetId))?.url ?? null;
  const origin = url !== null && URL.canParse(url) ? new URL(url).origin : null;
  return { endpoint_id: null, status: null, url: origin };
}

function render(data: readonly JsonDocument[], hasMore: boolean): string {
  if (data.length === 0) return "none";
  const table = renderTable(
    columns,
    data.map((one) =>
      columns.map((name) =>
        name === "waiting" && one["waiting_more"] === true ? `over ${mostCounted}` : one[name],
      ),
    ),
  );
  return hasMore ? `${table}\n\nonly the first ${mostTargets}: for others, --app <id>` : table;
}
