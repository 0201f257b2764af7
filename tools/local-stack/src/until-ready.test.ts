import { describe, expect, it } from "vitest";
import { untilReady } from "./until-ready.ts";

describe("waiting until a server is ready", () => {
  it("returns what the first successful probe says", async () => {
    let calls = 0;
    const probe = async (): Promise<string> => {
      calls += 1;
      if (calls < 3) throw new Error("refused");
      return "ready";
    };
    expect(await untilReady(probe, { deadlineMs: 5_000, everyMs: 1 })).toBe("ready");
    expect(calls).toBe(3);
  });

  it("fails at the deadline with the last refusal as its cause", async () => {
    const refusal = new Error("refused");
    const waiting = untilReady(() => Promise.reject(refusal), { deadlineMs: 5, everyMs: 1 });
    await expect(waiting).rejects.toMatchObject({ message: "not ready after 0.005 s", cause: refusal });
  });

  it("gives up at once when there is nothing left to wait for", async () => {
    const limits = { deadlineMs: 60_000, everyMs: 1, givenUp: () => "the process ended" };
    await expect(untilReady(() => Promise.reject(new Error("refused")), limits)).rejects.toThrow(
      "the process ended",
    );
  });
});
