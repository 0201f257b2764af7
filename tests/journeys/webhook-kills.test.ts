import {
  type HostileAnswer,
  type HostileReceiver,
  startHostileReceiver,
  waitFor,
} from "@compose-pay/test-support";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { attemptCount, deliveryOf } from "./harness/delivery-log.ts";
import { throwDice } from "./harness/dice.ts";
import { newFacts } from "./harness/told-payments.ts";
import { openWebhookStage, type WebhookStage } from "./harness/webhook-stage.ts";

const soon = { deadlineMs: 30_000 };
const kills = 6;
/** Told of before each kill, three events each. */
const payments = 84;
const ok: HostileAnswer = { kind: "status", status: 200 };

let stage: WebhookStage;
let receiver: HostileReceiver;
let answer: (index: number) => HostileAnswer | Promise<HostileAnswer>;
let appId: string;

beforeAll(async () => {
  stage = await openWebhookStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  receiver = await startHostileReceiver({ answer: (_, index) => answer(index) });
  appId = await stage.writer.addApp();
  await stage.writer.addEndpoint(appId, { url: receiver.url });
});
afterEach(() => receiver.close());

describe("two workers that are killed again and again", () => {
  it("lose no delivery, and change no byte of what they repeat", { timeout: 120_000 }, async () => {
    const dice = throwDice();
    answer = (index) => (index % 7 === 0 ? { kind: "reset" } : ok);
    let second = await stage.product.addProcess("notify-worker");
    const events = await stage.writer.addEvents(appId, newFacts(kills * payments, 3));
    for (let kill = 0; kill < kills; kill += 1) {
      const told = events.slice(kill * payments * 3, (kill + 1) * payments * 3);
      const goal = receiver.received.length + 20 + dice.roll(100);
      const telling = stage.writer.announce(dice.shuffled(told));
      await waitFor(() => receiver.received.length >= goal, soon);
      if (kill % 2 === 0) {
        await stage.kill("notify-worker");
        await stage.product.restart("notify-worker");
      } else {
        second.process.kill();
        await second.process.exited;
        second = await stage.product.addProcess("notify-worker");
      }
      await telling;
    }
    answer = () => ok;
    await second.process.stop(20_000);
    await stage.passTime(700_000);
    await stage.untilDeliveriesAre(appId, { succeeded: events.length });
    const bodies = Map.groupBy(receiver.received, ({ headers }) => String(headers["webhook-id"]));
    for (const { id, body } of events) {
      expect(new Set(bodies.get(id)?.map((webhook) => webhook.body.toString())), id).toEqual(new Set([body]));
    }
    expect(await stage.broker.deadLetters()).toEqual([]);
    console.log(`JOURNEY_SEED=${dice.seed} ${receiver.received.length} POSTs of ${events.length} events`);
  });
});

describe("a worker that sleeps longer than it holds a delivery", () => {
  const outcomes = [
    { name: "a failure, takes nothing from the success of another", late: 500, other: 200 },
    { name: "a success, ends what has failed for another", late: 200, other: 500 },
  ] as const;

  it.each(outcomes)("and wakes up with $name", async ({ late, other }) => {
    const held = Promise.withResolvers<HostileAnswer>();
    answer = (index) => (index === 0 ? held.promise : { kind: "status", status: other });
    const [event] = await stage.writer.tell(appId, 1);
    await waitFor(() => receiver.received.length === 1, soon);
    const { pid } = stage.product.process("notify-worker").process;
    process.kill(pid, "SIGSTOP");
    const awake = await stage.product.addProcess("notify-worker");
    try {
      await stage.passTime(120_000);
      await waitFor(async () => (await attemptCount(stage.books, appId)) === 1, soon);
      held.resolve({ kind: "status", status: late });
      await waitFor(() => receiver.received.length === 2, soon);
    } finally {
      process.kill(pid, "SIGCONT");
    }
    await waitFor(async () => (await attemptCount(stage.books, appId)) === 2, soon);
    await stage.passTime(600_000);
    await stage.untilDeliveriesAre(appId, { succeeded: 1 });
    await awake.process.stop(20_000);
    const { attempts } = await deliveryOf(stage.books, event?.id ?? "");
    expect(new Set(attempts.map(({ status }) => status))).toEqual(new Set([200, 500]));
    expect(receiver.received).toHaveLength(2);
  });
});
