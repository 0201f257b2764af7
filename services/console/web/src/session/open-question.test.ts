import { describe, expect, it } from "vitest";
import { createOpenQuestion } from "./open-question.ts";

describe("an open question", () => {
  it("is shown once and answers everybody who has asked meanwhile", async () => {
    let shown = 0;
    const question = createOpenQuestion<boolean>(() => (shown += 1));
    const asked = [question.ask(), question.ask()];
    question.answer(true);
    expect(await Promise.all(asked)).toEqual([true, true]);
    expect(shown).toBe(1);
  });

  it("is shown again to who asks after the answer, and has another answer then", async () => {
    let shown = 0;
    const question = createOpenQuestion<boolean>(() => (shown += 1));
    const first = question.ask();
    question.answer(true);
    const second = question.ask();
    question.answer(false);
    expect([await first, await second]).toEqual([true, false]);
    expect(shown).toBe(2);
  });

  it("takes an answer that nobody has asked for as nothing", async () => {
    const question = createOpenQuestion<boolean>(() => undefined);
    question.answer(true);
    const asked = question.ask();
    question.answer(false);
    expect(await asked).toBe(false);
  });
});
