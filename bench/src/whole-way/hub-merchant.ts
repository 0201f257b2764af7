import { createHmac, timingSafeEqual } from "node:crypto";
import { Pool } from "undici";
import { z } from "zod";
import { readJob, tell } from "../ground/programs.ts";
import { listen, type Posted } from "./listen.ts";
import { collectNotices } from "./notices.ts";
import { type CreateAnswer, sendOpenLoop } from "./open-loop.ts";
import { wayJob } from "./way.ts";

/** A merchant of the hub: creates payments, waits for their QR codes, and takes verified webhooks. */
const job = readJob(wayJob.extend({ apiUrl: z.string(), apiKey: z.string(), webhookSecret: z.string() }));
const created = z.object({ attempt: z.object({ id: z.string() }) });
const event = z.object({ type: z.literal("payment.succeeded"), data: created });

const pool = new Pool(job.apiUrl, { connections: 256, pipelining: 1 });
const headers = { authorization: `Bearer ${job.apiKey}`, "content-type": "application/json" };
const signingKey = Buffer.from(job.webhookSecret.replace(/^whsec_/, ""), "base64");
const notices = collectNotices();

const url = await listen((posted) => {
  if (!isTrue(posted)) {
    notices.untrue();
    return { status: 401 };
  }
  notices.heard(event.parse(JSON.parse(posted.body.toString())).data.attempt.id);
  return { status: 204 };
});

const sent = await sendOpenLoop(job, createPayment);
await notices.untilHeard(sent.acknowledged, job.patienceMs);
tell({ ...sent, ...notices.outcome() });

async function createPayment(orderNo: string, number: number): Promise<CreateAnswer> {
  const payment = {
    order_no: orderNo,
    amount: 100,
    method: job.methods[number % job.methods.length],
    subject: "Tea",
    notify_url: `${url}/webhooks`,
    metadata: { table: "12", waiter: "Li" },
  };
  const answer = await pool.request({
    path: "/v1/payments",
    method: "POST",
    headers,
    body: JSON.stringify(payment),
  });
  const text = await answer.body.text();
  if (answer.statusCode !== 201 && answer.statusCode !== 202) {
    return { kind: "refused", why: `${answer.statusCode} ${text.slice(0, 200)}` };
  }
  return { kind: "acknowledged", outTradeNo: created.parse(JSON.parse(text)).attempt.id };
}

/** Standard Webhooks: HMAC-SHA256 over `id.timestamp.body`. */
function isTrue({ headers: given, body }: Posted): boolean {
  const signed = `${String(given["webhook-id"])}.${String(given["webhook-timestamp"])}.${body.toString()}`;
  const expected = Buffer.from(`v1,${createHmac("sha256", signingKey).update(signed).digest("base64")}`);
  const actual = Buffer.from(String(given["webhook-signature"]));
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}
