import { expect, it } from "vitest";
import { createCountByApp } from "./count-by-app.ts";

it("lets each app have so many at one time, whatever others have", () => {
  const count = createCountByApp(2);
  const begin = (appId: string) => count.begin(appId);
  expect([begin("app_1"), begin("app_1"), begin("app_1"), begin("app_2")]).toEqual([true, true, false, true]);
  count.end("app_1");
  expect([begin("app_1"), begin("app_1")]).toEqual([true, false]);
  count.end("app_1");
  count.end("app_1");
  expect([begin("app_1"), begin("app_1"), begin("app_1")]).toEqual([true, true, false]);
});
