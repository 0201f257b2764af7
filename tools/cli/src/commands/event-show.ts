import { readDeliveries } from "@compose-pay/application";
import { findDeliveriesOfEvent, findEvents } from "@compose-pay/database";
import { defineCommand } from "../command.ts";
import { done } from "../command-result.ts";
import { eventParameter } from "../event-parameter.ts";
import { unknownId } from "../outcomes.ts";
import { deliveryColumns, lastOf } from "../render/render-delivery.ts";
import { renderFields } from "../render/render-fields.ts";
import { renderTable } from "../render/render-table.ts";
import { withDatabase } from "../settings/with-database.ts";

const columns = deliveryColumns.filter((column) => column !== "event_id" && column !== "event_type");

export const eventShow = defineCommand({
  words: "event show",
  summary: "show an event with the text that is sent, and where it went",
  parameters: { id: eventParameter },
  run: async (context, { id }) =>
    withDatabase(context, async ({ connection }) => {
      const [event] = await findEvents(connection, [id]);
      if (event === undefined) return unknownId("event", id);
      const fields = {
        object: "event",
        id,
        app_id: event.appId,
        live: event.live,
        type: event.type,
        sequence: event.sequence,
        payment_id: event.paymentId,
        endpoint_id: event.endpointId,
        trace_id: event.traceId,
        created_at: event.createdAt.toISOString(),
        deliveries_made: event.dueAt === null,
        body: event.body,
      };
      const rows = await findDeliveriesOfEvent(connection, id);
      const deliveries = await readDeliveries(
        connection,
        rows.map((row) => row.id),
      );
      const cells = deliveries.map((one) => {
        const shown = { ...one, last: lastOf(one) };
        return columns.map((column) => shown[column]);
      });
      const table = cells.length === 0 ? "no delivery" : renderTable(columns, cells);
      return done({ ...fields, deliveries }, `${renderFields(fields)}\n\n${table}`);
    }),
});
