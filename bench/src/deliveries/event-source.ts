import { eventMessages } from "@compose-pay/application";
import {
  type EventRow,
  inTransaction,
  insertEvents,
  insertOutbox,
  openDatabase,
} from "@compose-pay/database";
import { connectMessaging, createOutbox } from "@compose-pay/messaging";
import { createGatherer, createLogger, createMetrics } from "@compose-pay/runtime";
import { once } from "node:events";
import { request } from "undici";
import { readJob, tell } from "../ground/programs.ts";
import { type CreateAnswer, sendOpenLoop } from "../whole-way/open-loop.ts";
import { type ClosedLoad, type EventSourceOutcome, eventSourceJob } from "./event-load.ts";
import { paymentEvent } from "./payment-event.ts";

/**
 * Commits events with the row of their message and publishes it, as channel-worker does it: those that come together in
 * one transaction and by one message, after the commit, its row deleted once it is confirmed.
 */
const job = readJob(eventSourceJob);
const service = "bench";
/** Of channel-worker. */
const batches = { mostInBatch: 32, mostBatchesAtOnce: 2 };
const lookEveryMs = 5;
const closeWithinMs = 30_000;

const logger = createLogger({ service, level: "warn" });
const metrics = createMetrics(service);
const database = openDatabase({ url: job.databaseUrl, poolSize: 8 });
const messaging = await connectMessaging({ url: job.amqpUrl, service, queuePrefix: "", logger, metrics });
const outbox = createOutbox({ database, messaging, logger, metrics });
const committed: [string, number][] = [];
const gatherer = createGatherer<EventRow, undefined>({ ...batches, runBatch: commitEvents });
let made = 0;

tell({ kind: "ready" });
await once(process, "message");
const { load } = job;
const outcome = load.kind === "open" ? await sendOpen(load) : await sendClosed(load);
await outbox.stop();
await messaging.close({ deadlineMs: closeWithinMs });
await database.close();
tell({ ...outcome, committed } satisfies EventSourceOutcome);

async function commitEvents(events: readonly EventRow[]): Promise<readonly undefined[]> {
  const messages = eventMessages(events);
  await inTransaction(database, async (transaction) => {
    await insertEvents(transaction, events);
    await insertOutbox(transaction, messages);
  });
  const at = performance.timeOrigin + performance.now();
  for (const { id } of events) committed.push([id, at]);
  outbox.dispatch(messages);
  return events.map(() => undefined);
}

async function makeEvent(): Promise<CreateAnswer> {
  const place = job.places[made % job.places.length];
  if (place === undefined) throw new Error("there is a place for every event");
  made += 1;
  const event = paymentEvent(place, new Date());
  await gatherer.add(event);
  return { kind: "acknowledged", outTradeNo: event.id };
}

async function sendOpen({ perSecond, seconds }: { readonly perSecond: number; readonly seconds: number }) {
  const sent = await sendOpenLoop({ perSecond, seconds, prefix: "e" }, makeEvent);
  return { heldBack: sent.heldBack, refused: sent.refused, commitP99Ms: sent.create.p99Ms };
}

async function sendClosed({ onTheirWay, seconds, deliveriesPerEvent, countUrl }: ClosedLoad) {
  const endsAt = performance.now() + seconds * 1_000;
  while (performance.now() < endsAt) {
    const answer = await request(countUrl);
    const delivered = Math.floor(Number(await answer.body.text()) / deliveriesPerEvent);
    const room = onTheirWay - (made - delivered);
    for (let begun = 0; begun < room; begun += 1) void makeEvent();
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
  while (committed.length < made) await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  return { heldBack: 0, refused: {}, commitP99Ms: 0 };
}
