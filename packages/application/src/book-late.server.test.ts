import { type BookEntryRow, bookEntries, inTransaction } from "@compose-pay/database";
import type { RefundFact } from "@compose-pay/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { count } from "../testing/payment-fixture.ts";
import { paidPayment, recordOf, storedRefund } from "../testing/refund-fixture.ts";
import { openSetUp, type SetUpFixture } from "../testing/set-up-fixture.ts";
import { bookLate } from "./book-late.ts";

const at = new Date("2026-03-05T02:00:00.000Z");
const succeeded: RefundFact = {
  type: "succeeded",
  money: { amount: 200, currency: "CNY" },
  channelRefundNo: "5030",
  succeededAt: new Date("2026-03-02T16:00:00.000Z"),
};

describe("successes that are not in the books", () => {
  let fixture: SetUpFixture;
  beforeAll(async () => {
    fixture = await openSetUp();
  });
  afterAll(() => fixture.close());

  const late = (outNos: readonly string[]) =>
    inTransaction(fixture.deps.database, (transaction) => bookLate(transaction, outNos, at));
  const books = async (): Promise<readonly BookEntryRow[]> => {
    const rows = await fixture.deps.database.connection.select().from(bookEntries);
    return rows.toSorted((one, other) => one.outNo.localeCompare(other.outNo));
  };
  const refunded = async (orderNo: string) => {
    const { attempt } = await paidPayment(fixture, orderNo);
    const view = await storedRefund(fixture, { order_no: orderNo, refund_no: orderNo, amount: 200 });
    await recordOf(fixture, view, succeeded);
    return { attempt, refund: view.refund };
  };
  const forget = (outNo: string) =>
    fixture.deps.database.pool.query("DELETE FROM book_entries WHERE out_no = ?", [outNo]);

  it("are booked late as they would have been in time, once", async () => {
    const { attempt, refund } = await refunded("late");
    const { attempt: other } = await paidPayment(fixture, "in-time");
    const inTime = await books();
    await forget(attempt.id);
    await forget(refund.id);
    const numbers = [attempt.id, refund.id, other.id, "att_of_nobody"];
    expect((await late(numbers)).map(({ outNo }) => outNo)).toEqual([attempt.id, refund.id]);
    const bookedAtOf = ({ outNo, bookedAt }: BookEntryRow) => (outNo === other.id ? bookedAt : at);
    expect(await books()).toEqual(inTime.map((row) => ({ ...row, bookedAt: bookedAtOf(row) })));
    expect(await late(numbers)).toEqual([]);
  });

  it("are booked once by several who book them at the same moment", async () => {
    const { attempt, refund } = await refunded("by-several");
    await forget(attempt.id);
    await forget(refund.id);
    await Promise.all([1, 2, 3, 4].map(() => late([attempt.id, refund.id])));
    expect(await count(fixture, "book_entries", `payment_id = '${attempt.paymentId}'`)).toBe(2);
  });

  it("are not booked again where the books have another day for them than the rows say", async () => {
    const { attempt } = await paidPayment(fixture, "other-day");
    await fixture.deps.database.pool.query("UPDATE book_entries SET day = '2026-03-02' WHERE out_no = ?", [
      attempt.id,
    ]);
    expect(await late([attempt.id])).toEqual([]);
    expect(await count(fixture, "book_entries", `out_no = '${attempt.id}'`)).toBe(1);
  });

  it("take the statement of their day with them, and no other", async () => {
    const { attempt } = await paidPayment(fixture, "statement");
    await forget(attempt.id);
    const [mine, next, live] = [
      ["app_test", 0, "2026-03-01"],
      ["app_test", 0, "2026-03-02"],
      ["app_test", 1, "2026-03-01"],
    ];
    for (const key of [mine, next, live]) {
      await fixture.deps.database.pool.query(
        "INSERT INTO statements (app_id, live, day, sha256, totals, built_at) VALUES (?, '', '{}', NOW(3))",
        [key],
      );
    }
    await late([attempt.id]);
    expect(await count(fixture, "statements")).toBe(2);
    expect(await count(fixture, "statements", "live = 0 AND day = '2026-03-01'")).toBe(0);
  });
});
