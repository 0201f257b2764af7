import { existsSync } from "node:fs";

import { channelNames } from "@compose-pay/domain";
import { expect, it } from "vitest";

it.each(channelNames)("%s is held to the promises of a channel", (name) => {
  expect(existsSync(new URL(`${name}-conformance.test.ts`, import.meta.url))).toBe(true);
});
