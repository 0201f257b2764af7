import { describe, expect, it } from "vitest";
import { waitFor } from "./wait-for.ts";

const quick = { deadlineMs: 5_000, everyMs: 1 };

describe("waiting for something", () => {
  it("returns the first value that a probe gives", async () => {
    const answers = [undefined, false, 0, 1] as const;
    let calls = 0;
    expect(await waitFor(() => answers[calls++], quick)).toBe(0);
    expect(calls).toBe(3);
  });

  it("takes a probe that throws for one that has nothing yet", async () => {
    let calls = 0;
    const probe = async (): Promise<string> => {
      calls += 1;
      if (calls < 3) throw new Error("connection refused");
      return "connected";
    };
    expect(await waitFor(probe, quick)).toBe("connected");
  });

  it("fails at the deadline with the name of what did not come", async () => {
    const waiting = waitFor(() => false, { deadlineMs: 5, everyMs: 1, what: "the webhook" });
    await expect(waiting).rejects.toThrow(/^the webhook did not come within 5 ms \(\d+ probes\)$/);
  });

  it("fails with the last error as its cause", async () => {
    const cause = new Error("connection refused");
    const waiting = waitFor(() => Promise.reject(cause), { deadlineMs: 5, everyMs: 1 });
    await expect(waiting).rejects.toMatchObject({ cause });
    await expect(waiting).rejects.toThrow("threw: connection refused");
  });

  it("probes at least once, however short the time", async () => {
    expect(await waitFor(() => "there", { deadlineMs: 0 })).toBe("there");
  });
});
