import { type Resolution, resolutions } from "@compose-pay/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  book,
  decide,
  raise,
  raiseOfPayment,
  rereadDiscrepancy,
  resolutionDeps,
} from "../testing/discrepancy-fixture.ts";
import { reread, storedPayment } from "../testing/payment-fixture.ts";
import { askForRefund, paidPayment } from "../testing/refund-fixture.ts";
import { openSetUp, type SetUpFixture } from "../testing/set-up-fixture.ts";
import { previewResolution } from "./preview-resolution.ts";

describe("the preview of a resolution", () => {
  let fixture: SetUpFixture;
  beforeAll(async () => {
    fixture = await openSetUp();
  });
  afterAll(() => fixture.close());

  const preview = async (id: string, resolution: Resolution) => {
    const shown = await previewResolution(resolutionDeps(fixture), { id, resolution });
    if (shown.kind === "discrepancy_unknown") throw new Error(`there is no discrepancy ${id}`);
    return shown;
  };

  const situations: Readonly<Record<string, (name: string) => Promise<{ readonly id: string }>>> = {
    "late money": async (name) =>
      raiseOfPayment(fixture, await paidPayment(fixture, name), { type: "missing_here", here: null }),
    "late money that is spent": async (name) => {
      const view = await paidPayment(fixture, name);
      await askForRefund(fixture, { payment_id: view.payment.id, refund_no: name, amount: 1 });
      return raiseOfPayment(fixture, view, { type: "missing_here", here: null });
    },
    "an order that is paid there": async (name) =>
      raiseOfPayment(fixture, await storedPayment(fixture, name), { type: "status_differs" }),
    "another fee": async (name) => {
      const view = await paidPayment(fixture, name);
      await book(fixture, view, 3);
      return raiseOfPayment(fixture, view, { type: "fee_differs", there: { fee: 5 } });
    },
    "a number that nobody knows": (name) => raise(fixture, { type: "missing_here", attemptId: name }),
    "an account's sum": (name) => raise(fixture, { type: "funds_differ", attemptId: name }),
  };
  const cases = Object.entries(situations).flatMap(([name, make]) =>
    resolutions.map((resolution) => ({ name, make, resolution })),
  );

  it.each(cases)("says of $name what $resolution then does, and changes nothing", async (one) => {
    const { make, resolution } = one;
    const { id } = await make(`${one.name.replaceAll(/[^a-z]/g, "_")}-${resolution}`);
    const before = await rereadDiscrepancy(fixture, id);
    const { decision, does } = await preview(id, resolution);
    expect(await rereadDiscrepancy(fixture, id)).toEqual(before);
    expect(does).not.toBe("");
    const result = await decide(fixture, { id }, resolution);
    if (decision.kind === "refused") {
      expect(result).toMatchObject({ kind: "refused", reason: decision.reason });
      return;
    }
    expect(result.kind).toBe(decision.needsApproval ? "awaiting_approval" : "resolved");
    const [effect] = decision.effects;
    const { outcome } = await rereadDiscrepancy(fixture, id);
    expect(outcome).toMatchObject({
      done: { effect: effect === undefined ? "recorded" : wordOf(effect.type) },
    });
  });

  it("names the payment, the sum and the entry", async () => {
    const late = await paidPayment(fixture, "named");
    const row = await raiseOfPayment(fixture, late, { type: "missing_here", here: null });
    expect((await preview(row.id, "refund")).does).toContain(`500 fen of payment ${late.payment.id}`);
    const fee = await raiseOfPayment(fixture, late, {
      type: "fee_differs",
      here: { fee: 3 },
      there: { fee: 5 },
    });
    expect((await preview(fee.id, "accept_channel")).does).toContain("becomes 5 fen, from 3");
    expect((await preview(fee.id, "accept_channel")).leaves).toContain("merchant's fee stays");
    expect((await reread(fixture, "named")).payment).toEqual(late.payment);
  });
});

function wordOf(type: string): string {
  if (type.startsWith("ask_")) return "asked";
  return type === "set_fee" ? "fee_set" : "refund_made";
}
