import { findOperatorRoles, listOperators } from "@compose-pay/database";
import { defineCommand } from "../command.ts";
import { done } from "../command-result.ts";
import { operatorDocument } from "../documents/operator-document.ts";
import { pageParameters } from "../parameters.ts";
import { renderTable } from "../render/render-table.ts";
import { withDatabase } from "../settings/with-database.ts";

const columns = ["id", "email", "name", "state", "roles", "second_factor", "locked_until"] as const;

export const operatorList = defineCommand({
  words: "operator list",
  summary: "list who may use the console, newest first",
  parameters: pageParameters,
  run: async (context, { limit, startingAfter }) =>
    withDatabase(context, async ({ connection }) => {
      const rows = await listOperators(connection, { after: startingAfter, limit: limit + 1 });
      const page = rows.slice(0, limit);
      const roles = await findOperatorRoles(
        connection,
        page.map((row) => row.id),
      );
      const data = page.map((row) => operatorDocument(row, roles));
      const hasMore = rows.length > limit;
      const cursor = hasMore ? (page.at(-1)?.id ?? null) : null;
      const document = { object: "list", data, has_more: hasMore, next_cursor: cursor };
      return done(
        document,
        renderTable(
          columns,
          data.map((one) => columns.map((column) => one[column])),
        ),
      );
    }),
});
