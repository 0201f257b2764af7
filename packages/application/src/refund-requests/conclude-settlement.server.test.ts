import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { callsOf, openSettleStage, otherCard, type SettleStage } from "../../testing/abnormal-refund.ts";
import { insertOperatorWhoMay } from "../../testing/operator-rows.ts";
import { recordOf, rereadRefund } from "../../testing/refund-fixture.ts";
import { openSetUp, type SetUpFixture } from "../../testing/set-up-fixture.ts";

let fixture: SetUpFixture;
let stage: SettleStage;

beforeAll(async () => {
  fixture = await openSetUp();
  stage = await openSettleStage(fixture);
  await insertOperatorWhoMay(fixture.deps.database.connection, "opr_one", ["refunds.settle"]);
});
afterEach(() => stage.answerBy(null));
afterAll(async () => {
  await stage.close();
  await fixture.close();
});

describe("a channel that was called by an agreement", () => {
  it("and has certainly done nothing leaves the request waiting, to be agreed to once more", async () => {
    const { view, id } = await stage.waiting("throttled");
    stage.answerBy((answer) => ({ ...answer, kind: "throttled", reason: "FREQUENCY_LIMITED" }));
    expect(await stage.approve(id)).toMatchObject({
      kind: "called",
      request: { state: "waiting", decidedBy: null },
      settlement: { kind: "not_taken", reason: "throttled" },
    });
    expect((await rereadRefund(fixture, view.refund.id)).refund.state).toBe("abnormal");
    stage.answerBy(null);
    expect(await stage.approve(id, "opr_three")).toMatchObject({
      kind: "called",
      settlement: { kind: "taken" },
      request: { decidedBy: "opr_three" },
    });
    expect(await callsOf(fixture, view)).toBe(2);
  });

  it("and has not answered leaves it decided, and the refund is asked about at once", async () => {
    const { view, id } = await stage.waiting("unanswered");
    stage.answerBy((answer) => ({ ...answer, kind: "unknown", reason: "timeout", detail: null }));
    expect(await stage.approve(id)).toMatchObject({
      request: { state: "approved" },
      settlement: { kind: "unanswered", reason: "timeout" },
    });
    const { refund } = await rereadRefund(fixture, view.refund.id);
    expect([refund.state, refund.dueAt]).toEqual(["abnormal", fixture.deps.clock.now()]);
    expect(await stage.approve(id)).toMatchObject({ kind: "already_decided" });
  });

  it("and does not do it lapses it, under the name of who agreed", async () => {
    const { view, id } = await stage.waiting("declined");
    const failure = {
      code: "refund_refused",
      message: "no",
      channelCode: null,
      channelMessage: null,
    } as const;
    stage.answerBy((answer) => ({ ...answer, kind: "declined", failure }));
    expect(await stage.approve(id)).toMatchObject({ settlement: { kind: "declined" } });
    expect(await stage.requestOf(id)).toMatchObject({
      state: "lapsed",
      decidedBy: "opr_two",
      decisionReason: "channel_declined",
    });
    expect((await rereadRefund(fixture, view.refund.id)).refund.state).toBe("abnormal");
  });

  it("and did nothing while the refund went on, or was asked for anew, leaves no request that waits", async () => {
    const [moved, anew] = [await stage.waiting("meanwhile"), await stage.waiting("anew")];
    stage.answerBy(async (answer) => {
      await recordOf(fixture, moved.view, { type: "resumed" });
      return { ...answer, kind: "misconfigured", reason: "no key" };
    });
    expect(await stage.approve(moved.id)).toMatchObject({
      request: { state: "lapsed", decisionReason: "refund_not_abnormal" },
    });
    stage.answerBy(async (answer) => {
      expect(await stage.ask(anew.view, otherCard)).toMatchObject({ kind: "waiting" });
      return { ...answer, kind: "throttled", reason: "later" };
    });
    expect(await stage.approve(anew.id)).toMatchObject({
      request: { state: "lapsed", decisionReason: "asked_anew" },
    });
    for (const { id } of [moved, anew]) expect(await stage.requestOf(id)).toMatchObject({ state: "lapsed" });
  });
});
