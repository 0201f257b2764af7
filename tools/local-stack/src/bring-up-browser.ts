import { mkdirSync } from "node:fs";
import path from "node:path";
import { canInstallPackages, installPackages } from "./debian-packages.ts";
import { findProgram } from "./find-program.ts";
import { LocalStackError } from "./local-stack-error.ts";
import type { Report } from "./running-server.ts";

export interface BrowserOptions {
  /** Where what apt-get says is kept. */
  readonly dataDir: string;
  readonly env: NodeJS.ProcessEnv;
  readonly report: Report;
}

/** `CHROMIUM_PATH` names a browser at any other place. */
const programs = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** With letters of Chinese, of which a page would show boxes otherwise. */
const packages = ["chromium", "fonts-noto-cjk"];

/**
 * Finds a Chromium for the tests of pages, and installs Debian's where there is none and that can be done.
 *
 * @returns the absolute path of its program
 * @throws LocalStackError with what to do when there is none
 */
export async function bringUpBrowser({ dataDir, env, report }: BrowserOptions): Promise<string> {
  const named = env["CHROMIUM_PATH"] ?? "";
  if (named !== "") return named;
  const found = findProgram(programs, env);
  if (found !== undefined) return found;
  if (!canInstallPackages(env)) throw new LocalStackError(missing);
  const folder = path.join(dataDir, "log");
  mkdirSync(folder, { recursive: true });
  await installPackages(packages, { env, report, logFile: path.join(folder, "apt-browser.log") });
  const installed = findProgram(programs, env);
  if (installed === undefined) throw new LocalStackError(missing);
  return installed;
}

const missing =
  "Not found: Chromium. Either install it (on Debian or Ubuntu: sudo apt-get install --no-install-recommends " +
  `${packages.join(" ")}), or set CHROMIUM_PATH to the program of a Chromium or Chrome.`;
