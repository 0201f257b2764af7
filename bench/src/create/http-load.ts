import { Pool } from "undici";
import { z } from "zod";
import { readJob, tell } from "../ground/programs.ts";
import { roundShape, runRound } from "./round.ts";

/** POSTs payments to a service, each lane on a connection that stays open, and takes a 202 alone for an answer. */
const job = readJob(
  roundShape.extend({ url: z.string(), apiKey: z.string(), method: z.enum(["mock", "wechat_native"]) }),
);

const pool = new Pool(job.url, { connections: job.lanes, pipelining: 1 });
const headers = {
  authorization: `Bearer ${job.apiKey}`,
  "content-type": "application/json",
  prefer: "wait=0",
};

async function createPayment(orderNo: string): Promise<void> {
  const payment = {
    order_no: orderNo,
    amount: 100,
    method: job.method,
    subject: "Tea",
    description: "A pot of tea",
    notify_url: "http://127.0.0.1:9/webhooks",
    metadata: { table: "12", waiter: "Li" },
  };
  const answer = await pool.request({
    path: "/v1/payments",
    method: "POST",
    headers,
    body: JSON.stringify(payment),
  });
  const text = await answer.body.text();
  if (answer.statusCode !== 202) throw new Error(`${job.url} answered ${answer.statusCode}: ${text}`);
}

tell({ ...(await runRound(job, createPayment)) });
await pool.close();
