import {
  type HostileAnswer,
  type HostileReceiver,
  startHostileReceiver,
  waitFor,
} from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
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
let answer: (index: number) => HostileAnswer;
let appId: string;

beforeAll(async () => {
  stage = await openWebhookStage();
  receiver = await startHostileReceiver({ answer: (_, index) => answer(index) });
  appId = await stage.writer.addApp();
  await stage.writer.addEndpoint(appId, { url: receiver.url });
});
afterAll(async () => {
  await receiver.close();
  await stage.close();
});

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
