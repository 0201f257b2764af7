import { describe, expect, it } from "vitest";
import { requireNode } from "./require-node.ts";

describe("requireNode", () => {
  it.each(["24.15.0", "24.21.0", "25.0.0", "100.0.1"])("accepts %s", (version) => {
    expect(() => requireNode(version)).not.toThrow();
  });

  it.each(["24.14.9", "20.20.2", "9.99.0"])("refuses %s and says what to do", (version) => {
    expect(() => requireNode(version)).toThrow(/needs Node 24\.15 or newer .* npm run/);
  });
});
