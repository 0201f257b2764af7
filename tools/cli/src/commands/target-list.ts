import {
  type Connection,
  type DeliveryTargetRow,
  findFirstWaiting,
  findWebhookEndpoint,
  listTroubledTargets,
} from "@compose-pay/database";
import { defineCommand } from "../command.ts";
import { done, type JsonDocument } from "../command-result.ts";
import { appParameter } from "../parameters.ts";
import { renderTable } from "../render/render-table.ts";
import { withDatabase } from "../settings/with-database.ts";
import { mostCounted, targetState } from "../target-state.ts";

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
      const found = await listTroubledTargets(connection, { appId, now, limit: mostTargets + 1 });
      const data: JsonDocument[] = [];
      for (const target of found.slice(0, mostTargets)) {
        data.push(await documentOf(connection, target, now));
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
  const place = await placeOf(connection, target.id);
  return {
    object: "delivery_target",
    id: target.id,
    app_id: target.appId,
    ...place,
    why: place["status"] === "disabled" ? "disabled" : whyItWaits(target, now),
    ...(await targetState(connection, { target, targetId: target.id, now })),
  };
}

/** In one word; `late` is one that no worker has had room for, or that no worker looks at. */
function whyItWaits({ dueAt, failures, openUntil, pacedUntil }: DeliveryTargetRow, now: Date): string {
  if (openUntil !== null) return openUntil > now ? "circuit_open" : "circuit_probe";
  if (failures > 0) return "failing";
  return pacedUntil !== null && dueAt !== null && dueAt > now ? "rate" : "late";
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
