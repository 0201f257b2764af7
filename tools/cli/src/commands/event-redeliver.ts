import { redeliverEvent } from "@compose-pay/application";
import { defineCommand } from "../command.ts";
import { done, failed } from "../command-result.ts";
import { endpointId as endpointIdSchema } from "../endpoint-parameters.ts";
import { eventParameter } from "../event-parameter.ts";
import { unknownId } from "../outcomes.ts";
import { renderTable } from "../render/render-table.ts";
import { withDatabase } from "../settings/with-database.ts";

const columns = ["id", "endpoint_id", "status", "attempts_made", "next_attempt_at"] as const;

export const eventRedeliver = defineCommand({
  words: "event redeliver",
  summary: "send an event again, with its id and its bytes, wherever it goes",
  parameters: {
    id: eventParameter,
    endpointId: {
      usage: "--endpoint <id>",
      help: "to this webhook endpoint only, whatever its event types",
      schema: endpointIdSchema.optional(),
    },
  },
  run: async (context, { id: eventId, endpointId = null }) => {
    const again = await withDatabase(context, (database) =>
      redeliverEvent({ database, clock: context.clock }, { eventId, endpointId }),
    );
    switch (again.kind) {
      case "event_unknown":
        return unknownId("event", eventId);
      case "endpoint_unknown":
        return failed("endpoint_unknown", `the app of ${eventId} has no endpoint ${endpointId} of its mode`);
      case "endpoint_disabled":
        return failed("endpoint_disabled", `endpoint ${endpointId} is disabled: enable it first`);
      case "endpoint_not_meant":
        return failed(
          "endpoint_not_meant",
          `${eventId} is for another endpoint, or about ${endpointId} itself`,
        );
      case "event_locked":
        return failed("event_locked", `${eventId} is being delivered at this moment: ask again`);
      case "redelivered": {
        const { deliveries } = again;
        const rows = deliveries.map((one) => columns.map((column) => one[column]));
        const text =
          rows.length === 0 ? "it goes nowhere, or to its first delivery" : renderTable(columns, rows);
        return done({ object: "list", data: deliveries }, text);
      }
    }
  },
});
