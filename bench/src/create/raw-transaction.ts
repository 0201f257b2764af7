import { createPool } from "mysql2/promise";
import { z } from "zod";
import { readJob, tell } from "../ground/programs.ts";
import { roundShape, runRound } from "./round.ts";
import { storedRows } from "./stored-rows.ts";

/** The floor under everything that stores: the transaction of one payment alone, on a connection a lane. */
const job = readJob(roundShape.extend({ databaseUrl: z.string() }));

const pool = createPool({ uri: job.databaseUrl, connectionLimit: job.lanes, maxIdle: job.lanes });

async function storePayment(orderNo: string): Promise<void> {
  const { payment, attempt, outbox } = storedRows(orderNo);
  const connection = await pool.getConnection();
  await connection.query("BEGIN");
  for (const { sql, values } of [payment, attempt, outbox]) await connection.execute(sql, values);
  await connection.query("COMMIT");
  connection.release();
}

tell({ ...(await runRound(job, storePayment)) });
await pool.end();
