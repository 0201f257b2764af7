import path from "node:path";
import { setTimeout as passed } from "node:timers/promises";
import { openDatabase } from "@compose-pay/database";
import { bringUpBrowser } from "@compose-pay/local-stack";
import { checkoutFolder } from "@compose-pay/start";
import { chromium } from "playwright-core";
import type { Ground } from "../ground/ground.ts";
import { type ConsoleSession, signInToConsole } from "./console-session.ts";
import { seedPayments } from "./seed-payments.ts";

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

/** Enough for a full first page. */
const rows = 1_000;
const patienceMs = 60_000;
const flags = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];

/** How long somebody waits who opens the console in a browser that has nothing of it yet. */
export async function consolePage(ground: Ground, rounds: number): Promise<ConsolePageResult> {
  const dataDir = path.join(checkoutFolder, ".local", "bench");
  const executablePath = await bringUpBrowser({ dataDir, env: process.env, report: ground.report });
  const product = await ground.startProduct([], undefined, { withConsole: true });
  if (product.console === null) throw new Error("the console was asked for");
  const { url } = product.console;
  const database = openDatabase({ url: ground.servers.databaseUrl, poolSize: 2 });
  try {
    const { appId, accounts } = product.demo;
    await seedPayments(database, { appId, accountId: accounts.wechat, rows, until: new Date() });
    const session = await signInToConsole(product.console);
    const usableMs: Record<PageKind, number[]> = {
      "sign-in form": [],
      "payments, of who is signed in": [],
      "floor: a few words of the same server": [],
    };
    for (let round = 1; round <= rounds; round += 1)
      for (const [kind, times] of Object.entries(usableMs)) {
        // because the keys are those of the object above
        const opened = kinds[kind as PageKind];
        times.push(await usableAfter({ executablePath, url, session }, opened));
        ground.report(`${kind}, round ${round}: ${times.at(-1)?.toFixed(0)} ms`);
      }
    return { rounds, usableMs };
  } finally {
    await database.close();
    await product.stop();
  }
}

interface Visitor {
  readonly executablePath: string;
  readonly url: string;
  readonly session: ConsoleSession;
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
