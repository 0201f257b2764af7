import { describe, expect, it } from "vitest";
import { changedMembers, shownJson } from "./changed-members.ts";

describe("what an act has changed", () => {
  it("is the members that differ, and those that came or went", () => {
    const before = { name: "Lin", roles: ["a"], state: "active", gone: 1 };
    const after = { name: "Lin", roles: ["a", "b"], state: "disabled", come: null, new: 0 };
    expect(changedMembers({ before, after })).toEqual([
      { name: "roles", before: '[\n  "a"\n]', after: '[\n  "a",\n  "b"\n]' },
      { name: "state", before: '"active"', after: '"disabled"' },
      { name: "gone", before: "1", after: null },
      { name: "new", before: null, after: "0" },
    ]);
  });

  it("is all of what was made, and of what was taken away", () => {
    expect(changedMembers({ after: { id: "rol_1" } })).toEqual([
      { name: "id", before: null, after: '"rol_1"' },
    ]);
    expect(changedMembers({ before: { id: "rol_1" }, after: null })).toEqual([
      { name: "id", before: '"rol_1"', after: null },
    ]);
  });

  it("may be one value", () => {
    expect(changedMembers({ before: "UTC", after: "Asia/Shanghai" })).toEqual([
      { name: "", before: '"UTC"', after: '"Asia/Shanghai"' },
    ]);
    expect(changedMembers({ before: "UTC", after: "UTC" })).toEqual([]);
  });

  it("is nothing where nothing is known", () => {
    for (const details of [{}, null, undefined, "text", 1, { input: { id: "x" } }, { code: "conflict" }])
      expect(changedMembers(details)).toEqual([]);
  });
});

describe("JSON that is shown", () => {
  it("writes out what would turn the text around", () => {
    expect(shownJson({ subject: "a\u202egnp.exe" })).toBe('{\n  "subject": "a\\u202egnp.exe"\n}');
    expect(shownJson("<script>alert(1)</script>")).toBe('"<script>alert(1)</script>"');
    expect(shownJson(undefined)).toBe("");
  });
});
