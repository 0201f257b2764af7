import { readDeliveries } from "@compose-pay/application";
import { defineCommand } from "../command.ts";
import { done } from "../command-result.ts";
import { unknownId } from "../outcomes.ts";
import { idOf } from "../parameters.ts";
import { renderDelivery } from "../render/render-delivery.ts";
import { withDatabase } from "../settings/with-database.ts";

export const deliveryShow = defineCommand({
  words: "delivery show",
  summary: "show a delivery with its last attempts: when, with what answer, from which address",
  parameters: {
    id: { usage: "<id>", help: "the delivery's id", schema: idOf("a delivery", "dlv") },
  },
  run: async (context, { id }) =>
    withDatabase(context, async ({ connection }) => {
      const [read] = await readDeliveries(connection, [id]);
      if (read === undefined) return unknownId("delivery", id);
      const { url, ...delivery } = read;
      return done({ ...delivery, url }, renderDelivery(delivery, { url }));
    }),
});
