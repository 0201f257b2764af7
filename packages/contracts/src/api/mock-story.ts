/**
 * What `metadata.mock` can ask of the method mock. `succeed`: paid at once (also when nothing is asked).
 * `pend`: stays payable. `fail`: declined. `unknown`: no answer at first, success by query. `late`: paid
 * after the close.
 */
export const mockStories = ["succeed", "pend", "fail", "unknown", "late"] as const;
export type MockStory = (typeof mockStories)[number];

export function isMockStory(value: unknown): value is MockStory {
  return mockStories.some((story) => story === value);
}
