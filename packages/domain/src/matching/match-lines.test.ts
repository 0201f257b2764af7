import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { billLineStatuses, bookedKinds } from "../bill-line.ts";
import { matchClasses, type MatchedLine, type OwnRecord, type OwnState } from "./match-class.ts";
import { classOfEntry, inNoOtherBill, matchLines } from "./match-lines.ts";

const states: readonly OwnState[] = ["open", "succeeded", "ended", "held"];

const payment: MatchedLine = {
  lineNo: 2,
  kind: "payment",
  outNo: "att_1",
  outTradeNo: "att_1",
  amount: 1_000,
  fee: 6,
  status: "succeeded",
};
const refund: MatchedLine = { ...payment, kind: "refund", outNo: "rfd_1", fee: -6 };
const revoked: MatchedLine = { ...payment, lineNo: 3, status: "revoked" };

function own(change: Partial<OwnRecord> = {}): OwnRecord {
  return {
    outNo: "att_1",
    kind: "payment",
    amount: 1_000,
    fee: 6,
    state: "succeeded",
    isReturned: false,
    ...change,
  };
}
const ownRefund = (change: Partial<OwnRecord> = {}) =>
  own({ outNo: "rfd_1", kind: "refund", fee: -6, ...change });
const classes = (...input: Parameters<typeof matchLines>) => matchLines(...input).map((one) => one.class);

const line: fc.Arbitrary<MatchedLine> = fc
  .record({
    lineNo: fc.nat(1_000_000),
    kind: fc.constantFrom(...bookedKinds),
    outTradeNo: fc.constantFrom("att_1", "att_2"),
    amount: fc.nat(3),
    fee: fc.integer({ min: -2, max: 2 }),
    status: fc.constantFrom(...billLineStatuses),
  })
  .map((one) => ({ ...one, outNo: "att_1" }));
const record: fc.Arbitrary<OwnRecord | null> = fc.option(
  fc.record({
    outNo: fc.constant("att_1"),
    kind: fc.constantFrom(...bookedKinds),
    amount: fc.nat(3),
    fee: fc.integer({ min: -2, max: 2 }),
    state: fc.constantFrom(...states),
    isReturned: fc.boolean(),
  }),
  { nil: null },
);
const otherBills = fc.record({ isSeenBefore: fc.boolean(), isGivenBack: fc.boolean() });
const input = fc.tuple(fc.array(line, { minLength: 1, maxLength: 5 }), record, otherBills);

describe("the lines of one number", () => {
  it("have one class each, and the same again", () => {
    fc.assert(
      fc.property(input, ([lines, mine, others]) => {
        const found = matchLines(lines, mine, others);
        expect(found.map((one) => one.line)).toEqual(lines);
        for (const one of found) expect(matchClasses).toContain(one.class);
        expect(matchLines(lines, mine, others)).toEqual(found);
        expect(matchClasses).toContain(classOfEntry(found));
      }),
    );
  });

  it("are matched only where both sides say the same of the money", () => {
    fc.assert(
      fc.property(input, ([lines, mine, others]) => {
        for (const one of matchLines(lines, mine, others)) {
          if (one.class !== "matched") continue;
          expect(mine).not.toBeNull();
          expect(one.line.amount).toBe(mine?.amount);
        }
      }),
    );
  });

  it("have one main line and one that gives back, whatever else there is of them", () => {
    fc.assert(
      fc.property(input, ([lines, mine]) => {
        const single = classes(lines, mine, inNoOtherBill).filter((one) => one !== "duplicate");
        expect(single.length).toBeLessThanOrEqual(2);
      }),
    );
  });

  it("that nobody here knows are missing here", () => {
    expect(classes([payment], null, inNoOtherBill)).toEqual(["missing_here"]);
    expect(classes([refund], null, inNoOtherBill)).toEqual(["missing_here"]);
    expect(classes([payment], ownRefund(), inNoOtherBill)).toEqual(["missing_here"]);
  });

  it("are held to amount, status and fee, in this order", () => {
    expect(classes([payment], own(), inNoOtherBill)).toEqual(["matched"]);
    expect(classes([payment], own({ fee: 7 }), inNoOtherBill)).toEqual(["fee_differs"]);
    expect(classes([payment], own({ fee: 7, state: "open" }), inNoOtherBill)).toEqual(["status_differs"]);
    expect(classes([payment], own({ fee: 7, state: "open", amount: 1 }), inNoOtherBill)).toEqual([
      "amount_differs",
    ]);
  });

  it("that come again are duplicates, in one bill and over two", () => {
    expect(classes([payment, { ...payment, lineNo: 3 }], own(), inNoOtherBill)).toEqual([
      "matched",
      "duplicate",
    ]);
    expect(classes([payment], own(), { ...inNoOtherBill, isSeenBefore: true })).toEqual(["duplicate"]);
  });
});

describe("a payment of the bill", () => {
  it.each(["open", "ended"] as const)("is ahead of one that is %s here", (state) => {
    expect(classes([payment], own({ state }), inNoOtherBill)).toEqual(["status_differs"]);
  });

  it("that was revoked agrees with one that was closed here, or whose money came back here", () => {
    expect(classes([payment, revoked], own({ state: "ended" }), inNoOtherBill)).toEqual([
      "matched",
      "matched",
    ]);
    expect(classes([revoked], own({ state: "ended" }), inNoOtherBill)).toEqual(["matched"]);
    expect(classes([payment, revoked], own({ isReturned: true }), inNoOtherBill)).toEqual([
      "matched",
      "matched",
    ]);
    expect(classes([payment, revoked], own(), inNoOtherBill)).toEqual(["matched", "status_differs"]);
    expect(classes([revoked], own({ state: "open" }), inNoOtherBill)).toEqual(["status_differs"]);
  });

  it("whose money went back by another day's bill agrees with one that was closed here", () => {
    const givenBack = { ...inNoOtherBill, isGivenBack: true };
    expect(classes([payment], own({ state: "ended" }), givenBack)).toEqual(["matched"]);
  });

  it("gives back under its order's number too", () => {
    const back: MatchedLine = { ...payment, lineNo: 3, kind: "refund", fee: -6 };
    expect(classes([payment, back], own({ isReturned: true }), inNoOtherBill)).toEqual([
      "matched",
      "matched",
    ]);
  });
});

describe("a refund of the bill", () => {
  const agreeing = [
    ["succeeded", "succeeded"],
    ["processing", "open"],
    ["processing", "succeeded"],
    ["processing", "held"],
    ["processing", "ended"],
    ["failed", "ended"],
    ["failed", "held"],
  ];
  it("agrees with ours when a snapshot of then can have become what we know now", () => {
    for (const status of billLineStatuses.filter((one) => one !== "revoked")) {
      for (const state of states) {
        const isAgreed = agreeing.some(([there, here]) => there === status && here === state);
        const found = classes([{ ...refund, status }], ownRefund({ state }), inNoOtherBill);
        expect([status, state, found]).toEqual([status, state, [isAgreed ? "matched" : "status_differs"]]);
      }
    }
  });

  it("has its fee compared only once both say that it succeeded", () => {
    expect(classes([refund], ownRefund({ fee: -5 }), inNoOtherBill)).toEqual(["fee_differs"]);
    const processing = { ...refund, status: "processing" } as const;
    expect(classes([processing], ownRefund({ fee: -5 }), inNoOtherBill)).toEqual(["matched"]);
  });
});
