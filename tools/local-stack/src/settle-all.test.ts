import { describe, expect, it } from "vitest";
import { LocalStackError } from "./local-stack-error.ts";
import { settleAll } from "./settle-all.ts";

describe("settling several tasks", () => {
  it("waits for all, also when one has failed already", async () => {
    let isSettled = false;
    const slow = new Promise<void>((resolve) => setImmediate(resolve)).then(() => (isSettled = true));
    await expect(settleAll([Promise.reject(new Error("no disk")), slow])).rejects.toThrow("no disk");
    expect(isSettled).toBe(true);
  });

  it("says all that people can put right in one error", async () => {
    const tasks = ["AMQP_URL is wrong.", "REDIS_URL is wrong."].map((sentence) =>
      Promise.reject(new LocalStackError(sentence)),
    );
    const failure: unknown = await settleAll(tasks).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(LocalStackError);
    expect(failure).toHaveProperty("message", "AMQP_URL is wrong.\nREDIS_URL is wrong.");
  });

  it("lets a fault of ours through before those of the settings", async () => {
    const bug = new TypeError("undefined is not a function");
    const tasks = [Promise.reject(new LocalStackError("REDIS_URL is wrong.")), Promise.reject(bug)];
    await expect(settleAll(tasks)).rejects.toBe(bug);
  });
});
