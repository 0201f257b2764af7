import { spawnSync } from "node:child_process";
import { findProgram } from "./find-program.ts";

let prefix: readonly string[] | undefined;

/**
 * The command to put before another so that Linux sends SIGTERM to it when this process ends, even by
 * `kill -9`; empty where that cannot be had. It is replaced by the command, so the pid stays the same.
 * Source: prctl(2), PR_SET_PDEATHSIG; setpriv(1) of util-linux (BusyBox has one without this option).
 */
export function endsWithParentPrefix(): readonly string[] {
  prefix ??= findPrefix();
  return prefix;
}

function findPrefix(): readonly string[] {
  if (process.platform !== "linux") return [];
  const setpriv = findProgram(["setpriv"], process.env);
  if (setpriv === undefined) return [];
  const words = [setpriv, "--pdeathsig", "TERM", "--"];
  return spawnSync(setpriv, [...words.slice(1), "true"], { stdio: "ignore" }).status === 0 ? words : [];
}
