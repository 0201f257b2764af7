import { describe, expect, it } from "vitest";
import { filterOf, withFilter } from "./filter-of.ts";

describe("the filter of an address", () => {
  it("is what the address names of these and is not empty", () => {
    const params = new URLSearchParams("tab=acts&operator=a%2Bb%40example.com&subject=&action=%20");
    expect(filterOf(params, ["operator", "subject", "action"])).toEqual({ operator: "a+b@example.com" });
  });

  it("is changed without the rest", () => {
    const params = new URLSearchParams("tab=logins&operator=a&subject=s");
    const changed = withFilter(params, { operator: undefined, subject: " pay_1&x=1 ", action: "" });
    expect(changed.get("tab")).toBe("logins");
    expect([...changed.keys()]).toEqual(["tab", "subject"]);
    expect(filterOf(changed, ["subject"])).toEqual({ subject: "pay_1&x=1" });
    expect(params.get("operator")).toBe("a");
  });
});
