import { consoleRoutes } from "@compose-pay/contracts";
import { expect, it } from "vitest";
import { newRequestId } from "./new-request-id.ts";

it("an id of a request is one that the API takes, is new each time, and sorts by its time", () => {
  const ids = Array.from({ length: 100 }, (_, index) => newRequestId(1_767_225_600_000 + index));
  for (const id of ids) {
    const wish = { payment_id: "pay_1", request_id: id, amount: 1, reason: "cold tea" };
    expect(consoleRoutes["refunds.create"].input.safeParse(wish).success).toBe(true);
  }
  expect(ids).toEqual(ids.toSorted());
  expect(newRequestId(1)).not.toBe(newRequestId(1));
});
