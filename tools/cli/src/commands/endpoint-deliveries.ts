import { listDeliveries } from "@compose-pay/application";
import { deliveryStatuses } from "@compose-pay/contracts";
import { findWebhookEndpoint } from "@compose-pay/database";
import { z } from "zod";
import { defineCommand } from "../command.ts";
import { done, usage } from "../command-result.ts";
import { endpointParameter } from "../endpoint-parameters.ts";
import { unknownId } from "../outcomes.ts";
import { pageParameters } from "../parameters.ts";
import { deliveryColumns, lastOf } from "../render/render-delivery.ts";
import { renderPage } from "../render/render-page.ts";
import { withDatabase } from "../settings/with-database.ts";

const columns = deliveryColumns.filter((column) => column !== "endpoint_id");

export const endpointDeliveries = defineCommand({
  words: "endpoint deliveries",
  summary: "list what went to a webhook endpoint or waits for it, newest first; --json has the attempts",
  parameters: {
    id: endpointParameter,
    status: {
      usage: "--status <status>",
      help: `one of ${deliveryStatuses.join(", ")}; looks at 1000 deliveries for a page`,
      schema: z.enum(deliveryStatuses, `must be one of ${deliveryStatuses.join(", ")}`).optional(),
    },
    ...pageParameters,
  },
  run: async (context, { id: endpointId, status, limit, startingAfter }) =>
    withDatabase(context, async (database) => {
      const endpoint = await findWebhookEndpoint(database.connection, { endpointId });
      if (endpoint === null) return unknownId("endpoint", endpointId);
      const query = { status, limit, after: startingAfter };
      const found = await listDeliveries(database, endpoint, query);
      if (found === null) return usage("--starting-after", "must be the next_cursor of the page before");
      const { deliveries, nextCursor } = found;
      const page = { object: "list" as const, has_more: nextCursor !== null, next_cursor: nextCursor };
      const rows = deliveries.map((delivery) => ({ ...delivery, last: lastOf(delivery) }));
      return done({ ...page, data: deliveries }, renderPage({ ...page, data: rows }, columns));
    }),
});
