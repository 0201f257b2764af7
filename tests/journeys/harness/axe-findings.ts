import { readFileSync } from "node:fs";
import { waitFor } from "@compose-pay/test-support";
import { z } from "zod";
import type { ConsolePage } from "./console-browser.ts";

const axe = readFileSync(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8");

/** In the page: every violation of that weight with the first element that has it. */
const look = `axe.run().then(({ violations }) => violations
  .filter(({ impact }) => ["serious", "critical"].includes(impact))
  .map(({ id, nodes }) => id + " " + nodes[0].html))`;

/** What axe finds serious or critical on the page that is shown. */
export async function axeFindings({ page }: ConsolePage): Promise<readonly string[]> {
  await page.evaluate(axe);
  return z.array(z.string()).parse(await page.evaluate(look));
}

/** By how many pixels the page is wider than its window. */
export async function widerThanWindow({ page }: ConsolePage): Promise<number> {
  const widths = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
  return z.number().parse(await page.evaluate(widths));
}

/** Both of the page that is shown, on a phone and on a desk. */
export async function findingsAtBothWidths(shown: ConsolePage): Promise<readonly string[]> {
  const findings: string[] = [];
  for (const width of [375, 1_280]) {
    await shown.page.setViewportSize({ width, height: 900 });
    // The page hears of its new width, and draws itself anew, some frames later.
    const fits = async () => (await widerThanWindow(shown)) <= 0;
    await waitFor(fits, { deadlineMs: 5_000 }).catch(() => findings.push(`wider than ${width} pixels`));
    findings.push(...(await axeFindings(shown)));
  }
  return findings;
}
