import { afterAll, beforeAll, expect, it } from "vitest";
import { storedPayment } from "../testing/payment-fixture.ts";
import { openSetUp, type SetUpFixture } from "../testing/set-up-fixture.ts";
import { paymentExport } from "./payment-export.ts";

let fixture: SetUpFixture;

beforeAll(async () => {
  fixture = await openSetUp();
  for (let index = 0; index < 5; index += 1) await storedPayment(fixture, `order-${index}`);
});
afterAll(() => fixture.close());

async function linesOf(most: number): Promise<readonly string[]> {
  const { connection } = fixture.deps.database;
  let text = "";
  for await (const piece of paymentExport(connection, { appIds: ["app_test"] }, most)) text += piece;
  expect(text).toMatch(/^\uFEFFid,order_no,/);
  return text.split("\r\n").slice(1, -1);
}

it("an export has so many rows at most, and says when others are left out", async () => {
  expect(await linesOf(6)).toHaveLength(5);
  expect(await linesOf(5)).toHaveLength(5);
  const cut = await linesOf(4);
  expect(cut).toHaveLength(5);
  expect(cut.at(-1)).toBe("more than 4 payments: the older ones are left out");
});
