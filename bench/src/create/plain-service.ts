import { createHash } from "node:crypto";
import { once } from "node:events";
import { parseCreatePayment } from "@compose-pay/contracts";
import { connect } from "amqplib";
import express from "express";
import { createPool } from "mysql2/promise";
import { z } from "zod";
import { readJob, tell } from "../ground/programs.ts";
import { portOf } from "../ground/port-of.ts";
import { storedRows } from "./stored-rows.ts";

/**
 * What one would write first: Express, a transaction of the driver, a message whose confirmation is awaited,
 * then the answer. The same validation and the same two rows, but no limit of the rate, and no outbox: what
 * dies between the commit and the message is lost.
 */
const job = readJob(
  z.object({ databaseUrl: z.string(), amqpUrl: z.string(), queue: z.string(), apiKey: z.string() }),
);

const pool = createPool({ uri: job.databaseUrl, connectionLimit: 32, maxIdle: 32 });
const broker = await connect(job.amqpUrl);
const channel = await broker.createConfirmChannel();
await channel.assertQueue(job.queue, { durable: true, arguments: { "x-queue-type": "quorum" } });
const keySha256 = sha256(job.apiKey);

const app = express();
app.use(express.json());
app.post("/v1/payments", async (request, response) => {
  const key = request.headers.authorization?.replace(/^Bearer /, "") ?? "";
  if (sha256(key) !== keySha256) return void response.status(401).end();
  const parsed = parseCreatePayment(request.body);
  if (!parsed.ok) return void response.status(422).json(parsed.errors);
  const rows = storedRows(parsed.value.order_no);
  await store([rows.payment, rows.attempt]);
  await publish({ payment_id: rows.paymentId });
  response.status(202).json({ ...parsed.value, id: rows.paymentId, status: "processing" });
});

const server = app.listen(0, "127.0.0.1");
await once(server, "listening");
tell({ port: portOf(server) });

async function store(
  inserts: readonly { readonly sql: string; readonly values: (string | number | null)[] }[],
) {
  const connection = await pool.getConnection();
  try {
    await connection.beginTransaction();
    for (const { sql, values } of inserts) await connection.execute(sql, values);
    await connection.commit();
  } catch (error) {
    await connection.rollback();
    throw error;
  } finally {
    connection.release();
  }
}

function publish(body: Readonly<Record<string, string>>): Promise<void> {
  const content = Buffer.from(JSON.stringify(body));
  return new Promise((resolve, reject) => {
    channel.sendToQueue(job.queue, content, { persistent: true }, (error) => {
      if (error === null) resolve();
      else reject(new Error("the broker refused the message"));
    });
  });
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
