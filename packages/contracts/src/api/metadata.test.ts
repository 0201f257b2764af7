import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { metadata } from "./metadata.ts";
import { parseBody } from "./parse-body.ts";

const pairs = (count: number, key = "k") =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${key}${index}`, "v"]));

/** Metadata whose JSON text has exactly that many bytes, of characters of three bytes and a rest. */
function ofBytes(bytes: number): Record<string, string> {
  const room = bytes - `{"k":""}`.length;
  return { k: "茶".repeat(Math.floor(room / 3)) + "x".repeat(room % 3) };
}

describe("metadata", () => {
  it("has at most 20 pairs", () => {
    expect(parseBody(metadata, pairs(20)).ok).toBe(true);
    expect(parseBody(metadata, pairs(21))).toEqual({
      ok: false,
      errors: [{ path: "", message: "must have at most 20 pairs" }],
    });
  });

  it("has keys of 1 to 64 characters", () => {
    expect(parseBody(metadata, { ["🍵".repeat(64)]: "v" }).ok).toBe(true);
    for (const key of ["", "k".repeat(65), "🍵".repeat(65)]) {
      expect(parseBody(metadata, { [key]: "v" })).toMatchObject({ ok: false, errors: [{}] });
    }
  });

  it("is at most 4 KiB as JSON in UTF-8", () => {
    expect(parseBody(metadata, ofBytes(4_096)).ok).toBe(true);
    expect(parseBody(metadata, ofBytes(4_097))).toEqual({
      ok: false,
      errors: [{ path: "", message: "must be at most 4096 bytes as JSON in UTF-8" }],
    });
    expect(parseBody(metadata, { k: "\u0000".repeat(700) }).ok).toBe(false);
  });

  it("has strings alone, and names each pair that is none", () => {
    expect(parseBody(metadata, { a: 1, b: null, c: { d: "e" }, "two words": [], e: "f" })).toEqual({
      ok: false,
      errors: [
        { path: "a", message: "must be a string" },
        { path: "b", message: "must be a string" },
        { path: "c", message: "must be a string" },
        { path: `["two words"]`, message: "must be a string" },
      ],
    });
  });

  it("has no unpaired surrogate in a key or a value", () => {
    expect(parseBody(metadata, { k: "\ud83c" }).ok).toBe(false);
    expect(parseBody(metadata, { "\ud83c": "v" }).ok).toBe(false);
  });

  it("keeps the keys that mean something to JavaScript, and touches no prototype", () => {
    const sent = `{"1":"one","__proto__":"polluted","constructor":"c","hasOwnProperty":"h"}`;
    const read = parseBody(metadata, JSON.parse(sent));
    expect(read.ok && JSON.stringify(read.value)).toBe(sent);
    expect(parseBody(metadata, JSON.parse(`{"__proto__":{"polluted":"yes"}}`))).toEqual({
      ok: false,
      errors: [{ path: "__proto__", message: "must be a string" }],
    });
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  it("comes back unchanged", () => {
    const wellFormed = fc.string({ unit: "binary", maxLength: 30 });
    const key = fc.string({ unit: "binary", minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(fc.dictionary(key, wellFormed, { maxKeys: 10 }), (sent) => {
        const read = parseBody(metadata, JSON.parse(JSON.stringify(sent)));
        expect(read.ok && JSON.stringify(read.value)).toBe(JSON.stringify(sent));
      }),
    );
  });
});
