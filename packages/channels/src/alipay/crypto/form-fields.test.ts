import { describe, expect, it } from "vitest";

import { decodeForm } from "./form-fields.ts";

describe("the fields of a form", () => {
  it("are decoded once, a plus being a space", () => {
    expect(decodeForm(Buffer.from("subject=%E8%8C%B6+%2B%2541&empty=&sign=a%3D"))).toEqual({
      subject: "茶 +%41",
      empty: "",
      sign: "a=",
    });
  });

  it.each(["", "a=1&a=2", "a=1&%61=2", "a=%", "a=%E8%8C", "a=1&&b=2", "=1"])("are refused in %j", (body) => {
    expect(decodeForm(Buffer.from(body))).toBeNull();
  });

  it("are at most 200", () => {
    const pairs = Array.from({ length: 201 }, (_, index) => `f${index}=1`);
    expect(decodeForm(Buffer.from(pairs.slice(1).join("&")))).toMatchObject({ f200: "1" });
    expect(decodeForm(Buffer.from(pairs.join("&")))).toBeNull();
  });
});
