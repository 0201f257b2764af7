import { fanOutEvents } from "@compose-pay/contracts";
import { dead, on } from "@compose-pay/messaging";
import { createLogger } from "@compose-pay/runtime";
import { startTcpProxy, type TcpProxy, waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, expect, it } from "vitest";
import { auditOf } from "../../testing/audit-of.ts";
import { type ConsoleStage, openConsoleStage, type SignedIn } from "../../testing/console-stage.ts";

const service = "notify-worker";
const ids = ["msg_1", "msg_2", "msg_3"];
const soon = { deadlineMs: 15_000, what: "the dead letters" };
let line: TcpProxy;
let stage: ConsoleStage;
let caller: SignedIn;

/** The line to the broker is cut the moment this one was dropped and not yet acknowledged. */
const lastBefore = "msg_2";
const destination = {
  write: (written: string) => {
    if (written.includes("was dropped") && written.includes(lastBefore)) void line.cut();
  },
};

beforeAll(async () => {
  stage = await openConsoleStage({
    logger: createLogger({ service: "console", level: "info", destination }),
    changes: async ({ AMQP_URL }) => {
      line = await startTcpProxy(AMQP_URL);
      return { AMQP_URL: line.url };
    },
  });
  caller = await stage.signIn(["dead_letters.read", "dead_letters.act"]);
  await stage.messaging.consume({
    queue: "notify.events",
    prefetch: 1,
    handlers: [on(fanOutEvents, () => Promise.resolve(dead("of a test")))],
  });
});
afterAll(async () => {
  await stage.close();
  await line.close();
});

async function depth(): Promise<number> {
  return (await stage.messaging.queueDepths()).get("dead.notify-worker") ?? -1;
}

it("a drop that breaks off tells what is gone, what may be, and what was not come to, and so does the audit", async () => {
  for (const messageId of ids) {
    const body = { event_ids: ["evt_1"] };
    const message = { contract: fanOutEvents, body, traceId: "trace_1", messageId };
    await stage.messaging.publish({ queue: "notify.events", ...message });
  }
  await waitFor(async () => (await depth()) === ids.length, soon);
  const wish = { service, ids, reason: "of a test" } as const;
  const answer = (await caller.call("dead_letters.drop", wish)).data();
  const broken = {
    done: ["msg_1"],
    failed: [],
    missing: ["msg_3"],
    unknown: ["msg_2"],
    is_broken: true,
  };
  expect(answer).toEqual(broken);
  expect(await auditOf(stage, { action: "dead_letters.drop", subject: service })).toMatchObject([
    { phase: "asked" },
    { phase: "unknown", details: { after: broken } },
  ]);
  // It was told as unknown, and is there.
  await waitFor(async () => (await depth()) === 2, soon);

  expect((await caller.call("dead_letters.drop", wish)).problem().code).toBe("overloaded");
  await line.restore();
  const again = { service, ids: ["msg_1", "msg_3"], reason: "of a test" } as const;
  const rest = await waitFor(async () => {
    const tried = await caller.call("dead_letters.drop", again);
    return tried.status === 200 && tried.data();
  }, soon);
  expect(rest).toEqual({ done: ["msg_3"], failed: [], missing: ["msg_1"], unknown: [], is_broken: false });
});
