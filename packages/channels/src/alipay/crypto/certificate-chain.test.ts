import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";
import { z } from "zod";

import { isIssuedUnder, isValidAt } from "./certificate-chain.ts";
import { certificatesIn } from "./certificate-text.ts";

const at = new Date("2027-01-01T00:00:00Z");
const file = new URL("../../../fixtures/alipay-chain.json", import.meta.url);
const pems = z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(file, "utf8")));

describe("a chain of certificates", () => {
  it("leads from the leaf to a root, whatever the order of those between, and whatever else lies there", () => {
    expect(leads(["root"], ["leaf", "inter"])).toBe(true);
    expect(leads(["other", "root"], ["leaf", "fakeinter", "root", "inter"])).toBe(true);
    expect(leads(["root"], ["inter"])).toBe(true);
  });

  it.each([
    ["nothing", ["root"], []],
    ["a leaf without its authority", ["root"], ["leaf"]],
    ["an authority before its leaf, which proves the authority alone", ["other"], ["inter", "leaf"]],
    ["another root of the same name", ["other"], ["leaf", "inter"]],
    ["no root", [], ["leaf", "inter", "root"]],
    ["an authority that is none", ["root"], ["fakeleaf", "fakeinter", "inter"]],
  ])("does not lead from %s", (_, roots, chain) => {
    expect(leads(roots, chain)).toBe(false);
  });

  it("does not lead by a certificate that has ended, or has not begun", () => {
    expect(leads(["root"], ["leaf", "soon"], at)).toBe(true);
    expect(leads(["root"], ["leaf", "soon"], new Date("2028-05-01T00:00:00Z"))).toBe(false);
    expect(leads(["root"], ["leaf", "inter"], new Date("2028-05-01T00:00:00Z"))).toBe(true);
    expect(leads(["root"], ["leaf", "inter"], new Date("2032-01-01T00:00:00Z"))).toBe(false);
    expect(leads(["root"], ["leaf", "inter"], new Date("2026-01-01T00:00:00Z"))).toBe(false);
    expect(leads(["soon"], ["leaf"], at)).toBe(true);
    expect(leads(["soon"], ["leaf"], new Date("2028-05-01T00:00:00Z"))).toBe(false);
  });

  it("does not lead from a certificate that says it was issued there, and was not", () => {
    const [leaf, inter] = read(["leaf", "inter"]);
    if (leaf === undefined || inter === undefined) throw new Error("the fixture has both");
    const bytes = Buffer.from(leaf.raw);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
    const forged = new X509Certificate(bytes);
    expect(forged.checkIssued(inter)).toBe(true);
    expect(isIssuedUnder(read(["root"]), [forged, inter], at)).toBe(false);
  });

  it("is valid from its first moment to the one before its last", () => {
    const [leaf] = read(["leaf"]);
    if (leaf === undefined) throw new Error("the fixture has a leaf");
    expect(isValidAt(leaf, leaf.validFromDate)).toBe(true);
    expect(isValidAt(leaf, new Date(leaf.validToDate.getTime() - 1))).toBe(true);
    expect(isValidAt(leaf, leaf.validToDate)).toBe(false);
  });
});

function leads(roots: readonly string[], chain: readonly string[], when = at): boolean {
  return isIssuedUnder(read(roots), read(chain), when);
}

function read(names: readonly string[]) {
  return names.flatMap((name) => certificatesIn(pems[name] ?? "") ?? []);
}
