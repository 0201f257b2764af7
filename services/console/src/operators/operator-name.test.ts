import { describe, expect, it } from "vitest";
import { operatorName } from "./operator-name.ts";

describe("the name under which an operator decides", () => {
  it("is his address, or his id where no column holds the address: never a part of it, which others may have", () => {
    expect(operatorName({ id: "opr_1", email: "lin@example.com" })).toBe("lin@example.com");
    const [one, other] = ["a", "b"].map((end) => `${"x".repeat(140)}${end}@example.com`);
    expect(operatorName({ id: "opr_1", email: one ?? "" })).toBe("opr_1");
    expect(operatorName({ id: "opr_2", email: other ?? "" })).toBe("opr_2");
  });
});
