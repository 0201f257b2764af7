import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { LocalStackError } from "./local-stack-error.ts";
import { findProgram } from "./find-program.ts";
import type { Report } from "./running-server.ts";
import { secondsSince } from "./seconds-since.ts";

/** How long one apt-get may take, the download over a slow line included. */
const aptTimeoutMs = 15 * 60_000;
const aptGet = "apt-get";
const policyFile = "/usr/sbin/policy-rc.d";
const policy = "#!/bin/sh\n# Made by compose-pay while it installs packages; safe to delete.\nexit 101\n";

export interface AptPlace {
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  readonly report: Report;
}

/** Whether missing servers can be installed without asking anyone: root on Debian, Ubuntu or a relative. */
export function canInstallPackages(env: NodeJS.ProcessEnv): boolean {
  const isRoot = process.getuid?.() === 0;
  return isRoot && existsSync("/etc/debian_version") && findProgram([aptGet], env) !== undefined;
}

/** Installs Debian's packages of these names; their services are not started. Throws a LocalStackError. */
export async function installPackages(packages: readonly string[], place: AptPlace): Promise<void> {
  const startedAt = performance.now();
  place.report(`installing ${packages.join(", ")} with apt-get (its services are not started) …`);
  const install = ["install", "-y", "--no-install-recommends", ...packages];
  const allowServices = forbidServices();
  try {
    if (await apt(install, place)) return place.report(`installed in ${secondsSince(startedAt)}`);
    place.report("the package lists are missing or old: apt-get update …");
    await apt(["update"], place);
    if (await apt(install, place)) return place.report(`installed in ${secondsSince(startedAt)}`);
  } finally {
    allowServices();
  }
  throw new LocalStackError(
    `apt-get could not install ${packages.join(", ")}: ${lastLine(place.logFile)} (the whole story: ${place.logFile})`,
  );
}

/**
 * Debian starts a service as soon as it is installed unless this file says no (invoke-rc.d(8): 101 is
 * "forbidden"). One that is there already is the administrator's, and stays. Returns what undoes it.
 */
function forbidServices(): () => void {
  if (existsSync(policyFile) && readFileSync(policyFile, "utf8") !== policy) return () => undefined;
  writeFileSync(policyFile, policy, { mode: 0o755 });
  const undo = (): void => rmSync(policyFile, { force: true });
  process.once("exit", undo);
  return () => {
    process.off("exit", undo);
    undo();
  };
}

async function apt(args: readonly string[], { env, logFile }: AptPlace): Promise<boolean> {
  const log = openSync(logFile, "a");
  const child = spawn(aptGet, ["-o", "DPkg::Lock::Timeout=120", ...args], {
    env: { ...env, DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C.UTF-8" },
    stdio: ["ignore", log, log],
    timeout: aptTimeoutMs,
  });
  closeSync(log);
  return new Promise((resolve) => {
    child.once("error", () => resolve(false));
    child.once("exit", (code) => resolve(code === 0));
  });
}

function lastLine(file: string): string {
  return readFileSync(file, "utf8").trimEnd().split("\n").at(-1) ?? "";
}
