import { orderCircuit } from "@compose-pay/application";
import type { CircuitOrderRow } from "@compose-pay/database";
import { operationClasses } from "@compose-pay/domain";
import { newId } from "@compose-pay/runtime";
import { z } from "zod";
import { type Command, defineCommand } from "../command.ts";
import { done } from "../command-result.ts";
import { circuitOrderDocument } from "../documents/circuit-order-document.ts";
import { durationMs } from "../duration.ts";
import { byParameter } from "../operator-name.ts";
import { unknownId } from "../outcomes.ts";
import { idOf, lineOf } from "../parameters.ts";
import { renderTable } from "../render/render-table.ts";
import { withDatabase } from "../settings/with-database.ts";

const classes = [...operationClasses, "all"] as const;
const columns = ["account_id", "class", "mode", "until", "ordered_by", "reason"] as const;

export const breakerOpen = orderCommand(
  "open",
  "open",
  "let no call of an account through: new payments go to the next account or are answered 503, all else waits",
);
export const breakerClose = orderCommand(
  "close",
  "closed",
  "let every call of an account through, whatever fails",
);
export const breakerAuto = orderCommand("auto", "auto", "let the circuit decide again");

function orderCommand(verb: string, mode: CircuitOrderRow["mode"], summary: string): Command {
  return defineCommand({
    words: `breaker ${verb}`,
    summary,
    parameters: {
      accountId: {
        usage: "--account <id>",
        help: "the channel account's id",
        schema: idOf("a channel account", "acc"),
      },
      operationClass: {
        usage: "--class <class>",
        help: `one of ${classes.join(", ")}`,
        schema: z.enum(classes, `must be one of ${classes.join(", ")}`),
      },
      reason: { usage: "--reason <text>", help: "why, for the record", schema: lineOf(256) },
      forMs: {
        usage: "--for <duration>",
        help: "end by itself after this, such as 15m (default: at the next order)",
        schema: durationMs.optional(),
      },
      orderedBy: byParameter,
    },
    run: async (context, { operationClass, forMs, ...given }) => {
      const ordered = await withDatabase(context, (database) =>
        orderCircuit(
          { database, clock: context.clock, newId },
          {
            ...given,
            mode,
            operationClasses: operationClass === "all" ? operationClasses : [operationClass],
            forMs: forMs ?? null,
          },
        ),
      );
      if (ordered.kind === "account_unknown") return unknownId("channel account", ordered.accountId);
      const data = ordered.orders.map(circuitOrderDocument);
      const table = renderTable(
        columns,
        data.map((one) => columns.map((column) => one[column])),
      );
      return done({ object: "list", data }, `${table}\n\nEvery process obeys within a few seconds.`);
    },
  });
}
