import { findRefund, type RefundRow, updateRefund } from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ConsoleStage, openConsoleStage, type SignedIn } from "../../testing/console-stage.ts";
import { addApp, countRows, rereadPayment, storePayment } from "../../testing/stored-payments.ts";

let stage: ConsoleStage;
let clerk: SignedIn;
let colleague: SignedIn;
let appId: string;

beforeAll(async () => {
  stage = await openConsoleStage({ changes: { APPROVAL_FROM_FEN: "1000" } });
  clerk = await stage.signIn(["refunds.create"]);
  colleague = await stage.signIn(["refunds.create", "refunds.approve"]);
  appId = await addApp(stage);
});
afterAll(() => stage.close());

const newPayment = () => storePayment(stage, { appId });

function wishFor(paymentId: string, amount: number) {
  return { payment_id: paymentId, request_id: newId("rrq"), amount, reason: "cold tea" };
}

const refundsOf = (paymentId: string) => countRows(stage, "refunds", `payment_id = '${paymentId}'`);

async function made(paymentId: string, amount: number): Promise<RefundRow> {
  const { refund } = (await clerk.call("refunds.create", wishFor(paymentId, amount))).data();
  const view = await findRefund(stage.database.connection, refund?.id ?? "");
  if (view === null) throw new Error("the refund was not stored");
  return view.refund;
}

describe("a refund that is tried once more", () => {
  it("is asked about when there is one of its amount of just now, by another request's id", async () => {
    const view = await newPayment();
    const { id } = view.payment;
    const wish = wishFor(id, 20);
    const first = (await clerk.call("refunds.create", wish)).data();
    expect((await clerk.call("refunds.create", wish)).data()).toEqual(first);
    const second = { ...wishFor(id, 20), reason: "another word" };
    const asked = (await clerk.call("refunds.create", second)).problem();
    expect(asked.code).toBe("refund_repeated");
    expect(asked.detail).toContain(first.refund?.created_at ?? "none");
    expect((await colleague.call("refunds.create", second)).problem().code).toBe("refund_repeated");
    expect(await refundsOf(id)).toBe(1);
    expect((await clerk.call("refunds.create", wishFor(id, 21))).status).toBe(200);
    const meant = { ...second, is_another: true };
    expect((await clerk.call("refunds.create", meant)).data().kind).toBe("created");
    expect((await clerk.call("refunds.create", meant)).data().kind).toBe("created");
    expect(await refundsOf(id)).toBe(3);
    expect((await rereadPayment(stage, view)).payment.amountRefunded).toBe(61);
  });

  it("is made once when two of its amount are sent at once", async () => {
    const { id } = (await newPayment()).payment;
    const wishes = Array.from({ length: 4 }, () => wishFor(id, 20));
    const answers = await Promise.all(wishes.map((wish) => clerk.call("refunds.create", wish)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.toSorted((one, next) => one - next)).toEqual([200, 409, 409, 409]);
    expect(await refundsOf(id)).toBe(1);
  });

  it("is asked about while one of its amount waits for a second person, and not once that was rejected", async () => {
    const { id } = (await newPayment()).payment;
    const waiting = (await clerk.call("refunds.create", wishFor(id, 2_000))).data();
    const again = wishFor(id, 2_000);
    expect((await clerk.call("refunds.create", again)).problem().code).toBe("refund_repeated");
    const rejection = { id: waiting.request?.id ?? "", reason: "of a test" };
    expect((await colleague.call("refund_requests.reject", rejection)).status).toBe(200);
    expect((await clerk.call("refunds.create", again)).data().kind).toBe("waiting");
  });

  it("is not asked about when the other has failed, or was made longer ago", async () => {
    const { id } = (await newPayment()).payment;
    const old = await made(id, 30);
    expect((await clerk.call("refunds.create", wishFor(id, 30))).status).toBe(409);
    const elevenMinutesAgo = new Date(Date.now() - 660_000);
    await updateRefund(stage.database.connection, old, { createdAt: elevenMinutesAgo });
    await updateRefund(stage.database.connection, await made(id, 30), { state: "failed" });
    expect((await clerk.call("refunds.create", wishFor(id, 30))).status).toBe(200);
  });
});
