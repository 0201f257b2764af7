import path from "node:path";
import { setTimeout as passed } from "node:timers/promises";
import { bringUpBrowser } from "@compose-pay/local-stack";
import { checkoutFolder } from "@compose-pay/start";
import { chromium } from "playwright-core";
import type { Report } from "../ground/ground.ts";
import type { ConsoleSession } from "./console-session.ts";

/** In milliseconds of the browser's own clock, one a round. */
export interface ConsolePageResult {
  readonly rounds: number;
  readonly usableMs: Readonly<Record<PageKind, readonly number[]>>;
}

type PageKind = "sign-in form" | "payments, of who is signed in" | "floor: a few words of the same server";

interface Opened {
  readonly path: string;
  /** What somebody can begin with. */
  readonly control: string;
  readonly isSignedIn: boolean;
}

const kinds: Readonly<Record<PageKind, Opened>> = {
  "sign-in form": { path: "/", control: "#sign_in_email", isSignedIn: false },
  "payments, of who is signed in": {
    path: "/payments",
    control: 'tbody a[href^="/payments/pay_"]',
    isSignedIn: true,
  },
  // No script and no style: what the browser and the server take for anything.
  "floor: a few words of the same server": { path: "/api/none", control: "body", isSignedIn: false },
};

const patienceMs = 60_000;
const flags = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];

export interface ConsoleVisit {
  readonly url: string;
  readonly session: ConsoleSession;
  readonly rounds: number;
}

/** How long somebody waits who opens the console in a browser that has nothing of it yet. */
export async function consolePage(
  { rounds, ...visit }: ConsoleVisit,
  report: Report,
): Promise<ConsolePageResult> {
  const dataDir = path.join(checkoutFolder, ".local", "bench");
  const executablePath = await bringUpBrowser({ dataDir, env: process.env, report });
  const usableMs: Record<PageKind, number[]> = {
    "sign-in form": [],
    "payments, of who is signed in": [],
    "floor: a few words of the same server": [],
  };
  for (let round = 1; round <= rounds; round += 1)
    for (const [kind, times] of Object.entries(usableMs)) {
      // because the keys are those of the object above
      const ms = await usableAfter({ executablePath, ...visit }, kinds[kind as PageKind]);
      times.push(ms);
      report(`${kind}, round ${round}: ${ms.toFixed(0)} ms`);
    }
  return { rounds, usableMs };
}

interface Visitor extends Omit<ConsoleVisit, "rounds"> {
  readonly executablePath: string;
}

/** A browser of its own each time: its profile, its caches and its process are new. */
async function usableAfter({ executablePath, url, session }: Visitor, opened: Opened): Promise<number> {
  const browser = await chromium.launch({ executablePath, args: flags });
  try {
    const context = await browser.newContext({ baseURL: url, viewport: { width: 1_280, height: 900 } });
    if (opened.isSignedIn) {
      const { hostname: domain } = new URL(url);
      await context.addCookies([{ ...session.cookie, domain, path: "/", secure: true, httpOnly: true }]);
    }
    const page = await context.newPage();
    const told = Promise.withResolvers<number>();
    await page.exposeFunction("tellUsable", told.resolve);
    await page.addInitScript(watchFor(opened.control));
    await page.goto(opened.path);
    const never = passed(patienceMs, null, { ref: false });
    const afterMs = await Promise.race([told.promise, never]);
    if (afterMs === null) throw new Error(`${opened.path} had no ${opened.control} after ${patienceMs} ms`);
    return afterMs;
  } finally {
    await browser.close();
  }
}

/** In the page: the time since the navigation began at which the control was drawn. */
function watchFor(control: string): string {
  return `(() => {
    const look = () => {
      const found = document.querySelector(${JSON.stringify(control)});
      if (found === null || found.disabled === true || found.getClientRects().length === 0)
        return void requestAnimationFrame(look);
      // After the frame that it is in.
      requestAnimationFrame(() => setTimeout(() => window.tellUsable(performance.now())));
    };
    look();
  })()`;
}
