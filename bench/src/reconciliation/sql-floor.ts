import { createReadStream } from "node:fs";
import { type Connection, createConnection, type RowDataPacket } from "mysql2/promise";
import { plantedDay, plantedOf } from "./planted-day.ts";
import { timed } from "./reconcile-floors.ts";
import type { RunStage } from "./run-stage.ts";

/**
 * What a database alone makes of the same file: loaded as it is into a table with the key of `bill_lines`, and joined with
 * our books both ways. Nothing is verified, kept as evidence, or safe against a crash in between.
 */
export async function sqlFloor(
  { ground, accountId }: RunStage,
  { lines, file }: { readonly lines: number; readonly file: string },
): Promise<{ readonly sqlLoadSeconds: number; readonly sqlJoinSeconds: number }> {
  const database = await createConnection(ground.servers.databaseUrl);
  try {
    await database.query("DROP TABLE IF EXISTS bench_lines");
    await database.query(createTable);
    const sqlLoadSeconds = await timed(() => load(database, file));
    const sqlJoinSeconds = await timed(() => join(database, { accountId, lines }));
    await database.query("DROP TABLE bench_lines");
    return { sqlLoadSeconds, sqlJoinSeconds };
  } finally {
    await database.end();
  }
}

const createTable = `CREATE TABLE bench_lines (
  out_no VARCHAR(64) NOT NULL, line_no INT NOT NULL,
  kind VARCHAR(32) NOT NULL, channel_no VARCHAR(64) NOT NULL, amount BIGINT NOT NULL, fee BIGINT NOT NULL,
  status VARCHAR(32) NOT NULL, occurred_at DATETIME(3) NOT NULL, PRIMARY KEY (out_no, line_no)) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`;

/** Lines without a backtick are headers; the summary has too few fields, so that its last are NULL. */
async function load(database: Connection, file: string): Promise<void> {
  await database.query("SET @line = 0, SESSION sql_mode = ''");
  await database.query({
    sql: `LOAD DATA LOCAL INFILE 'bill' INTO TABLE bench_lines CHARACTER SET utf8mb4
      FIELDS TERMINATED BY ',\`' LINES STARTING BY '\`' TERMINATED BY '\\r\\n'
      (@at, @d2, @d3, @d4, @d5, @trade_no, @order_no, @d8, @d9, @state, @d11, @d12, @paid, @d14, @refund_no,
       @out_refund_no, @d17, @d18, @d19, @refund_state, @d21, @d22, @fee, @d24, @ordered, @asked, @d27)
      SET line_no = (@line := @line + 1), kind = IF(@state = 'REFUND', 'refund', 'payment'),
        out_no = COALESCE(IF(@state = 'REFUND', @out_refund_no, @order_no), ''),
        channel_no = IF(@state = 'REFUND', @refund_no, @trade_no),
        amount = ROUND(IF(@state = 'REFUND', @asked, @ordered) * 100), fee = ROUND(@fee * 100),
        status = @state, occurred_at = CONVERT_TZ(@at, '+08:00', '+00:00')`,
    infileStreamFactory: () => createReadStream(file, { highWaterMark: 262_144 }),
  });
  await database.query("DELETE FROM bench_lines WHERE line_no = @line");
}

async function join(
  database: Connection,
  { accountId, lines }: { readonly accountId: string; readonly lines: number },
): Promise<void> {
  const books = [accountId, plantedDay];
  const there = await read(
    database,
    `SELECT COUNT(*) AS all_lines, SUM(e.out_no IS NULL) AS alone, SUM(e.amount <> l.amount) AS amounts,
       SUM(e.amount = l.amount AND e.fee <> l.fee) AS fees
     FROM bench_lines AS l LEFT JOIN book_entries AS e
       ON e.channel_account_id = ? AND e.day = ? AND e.out_no = l.out_no`,
    books,
  );
  const here = await read(
    database,
    `SELECT COUNT(*) AS alone FROM book_entries AS e LEFT JOIN bench_lines AS l ON l.out_no = e.out_no
     WHERE e.channel_account_id = ? AND e.day = ? AND l.out_no IS NULL`,
    books,
  );
  const twice = await read(
    database,
    "SELECT COUNT(*) AS numbers FROM (SELECT out_no FROM bench_lines GROUP BY out_no HAVING COUNT(*) > 1) AS d",
    [],
  );
  const found = [
    there["all_lines"],
    there["alone"],
    there["amounts"],
    there["fees"],
    here["alone"],
    twice["numbers"],
  ];
  const planted = [
    lines,
    plantedOf("missing_here") + plantedOf("status_differs"),
    plantedOf("amount_differs"),
    plantedOf("fee_differs"),
    plantedOf("missing_there") + plantedOf("suspended"),
    plantedOf("duplicate"),
  ];
  if (found.map(Number).join(" ") !== planted.join(" "))
    throw new Error(`the joins found ${found.join(" ")} and not ${planted.join(" ")}`);
}

async function read(database: Connection, sql: string, values: readonly string[]): Promise<RowDataPacket> {
  const [[row]] = await database.query<RowDataPacket[]>(sql, [...values]);
  if (row === undefined) throw new Error("a count has no row");
  return row;
}
