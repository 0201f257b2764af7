import { Agent, request } from "undici";
import { z } from "zod";
import { readJob, tell } from "../ground/programs.ts";
import { paymentEvent } from "./payment-event.ts";
import { receiverHost, sentTypes } from "./receiver-places.ts";

/** The floor of a delivery: the POST alone, with the same body, to the same receivers; nothing is signed or kept. */
const job = readJob(
  z.object({ port: z.int(), receivers: z.int(), lanes: z.int(), measuredMs: z.int(), warmUpMs: z.int() }),
);

const agent = new Agent({ pipelining: 1, allowH2: false });
const urls = Array.from(
  { length: job.receivers },
  (_, index) => `http://${receiverHost(index)}:${job.port}/raw`,
);
const [type] = sentTypes;
const measuredFrom = performance.now() + job.warmUpMs;
const endsAt = measuredFrom + job.measuredMs;
let begun = 0;
let measured = 0;

await Promise.all(Array.from({ length: job.lanes }, lane));
await agent.close();
tell({ posts: begun, perSecond: Math.round(measured / (job.measuredMs / 1_000)) });

async function lane(): Promise<void> {
  while (performance.now() < endsAt) {
    const url = urls[begun % urls.length];
    if (url === undefined) throw new Error("there is a receiver for every post");
    begun += 1;
    const { id, body } = paymentEvent({ appId: "app_raw", type }, new Date());
    const headers = { "content-type": "application/json", "webhook-id": id };
    const answer = await request(url, { dispatcher: agent, method: "POST", headers, body });
    await answer.body.dump();
    const at = performance.now();
    if (at >= measuredFrom && at <= endsAt) measured += 1;
  }
}
