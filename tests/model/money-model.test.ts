import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { checkAlways, checkInTheEnd } from "./agreement.ts";
import { drain } from "./drain-model.ts";
import { replayOf } from "./replay.ts";
import { anyStory, play, type Story, tell } from "./story-model.ts";
import { endings, endingsOf } from "./story-endings.ts";

const replay = replayOf(process.env, { variable: "MONEY_MODEL_SEQUENCES", usual: 100_000, slowestMs: 2 });

describe("the money model", () => {
  it(
    `holds the books to the channel's truth in ${replay.sequences} stories (${replay.text})`,
    { timeout: replay.timeoutMs },
    () => {
      console.log(`money model: ${replay.text}`);
      fc.assert(fc.property(anyStory, holdsInTheEnd), {
        seed: replay.seed,
        numRuns: replay.sequences,
        ...(replay.path === null ? {} : { path: replay.path }),
      });
    },
  );

  it("tells stories of every kind", () => {
    const seen = new Map<string, number>();
    for (const story of fc.sample(anyStory, { seed: 1, numRuns: 20_000 })) {
      const world = play(story, checkAlways);
      drain(world);
      for (const ending of endingsOf(world)) seen.set(ending, (seen.get(ending) ?? 0) + 1);
    }
    const rare = endings.filter((ending) => (seen.get(ending) ?? 0) < 5);
    expect(rare).toEqual([]);
  });
});

function holdsInTheEnd(story: Story): void {
  try {
    const world = play(story, checkAlways);
    drain(world);
    checkInTheEnd(world);
  } catch (error) {
    throw new Error(`${String(error)}\nafter ${tell(story)}`, { cause: error });
  }
}
