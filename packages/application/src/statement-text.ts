import { type Connection, readStatementPage, type StatementKey } from "@compose-pay/database";
import { statementHeader, statementLine, statementTotal } from "./statement-csv.ts";
import { addLine, noTotals, type StatementTotals } from "./statement-totals.ts";

/** How many lines are held in memory at a time. */
const pageLines = 1_000;

/**
 * The CSV of one app, mode and day, page by page in the order of the entries' numbers. As long as the books of the day
 * stay as they are, every pass has the same bytes. Whoever leaves off early ends the reading.
 *
 * @returns after the last piece: what its lines sum up to
 */
export async function* statementText(
  connection: Connection,
  key: StatementKey,
): AsyncGenerator<string, StatementTotals, undefined> {
  yield statementHeader;
  let totals = noTotals;
  let bytes = Buffer.byteLength(statementHeader);
  let after = "";
  for (;;) {
    const page = await readStatementPage(connection, key, { after, limit: pageLines });
    const text = page.map(statementLine).join("");
    totals = page.reduce(addLine, totals);
    bytes += Buffer.byteLength(text);
    if (text !== "") yield text;
    const last = page.at(-1);
    if (last === undefined || page.length < pageLines) break;
    after = last.outNo;
  }
  const end = statementTotal(totals);
  yield end;
  return { ...totals, bytes: bytes + Buffer.byteLength(end) };
}
