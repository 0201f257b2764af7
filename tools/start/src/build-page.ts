import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { LocalStackError } from "@compose-pay/local-stack";
import { checkoutFolder } from "./product-process.ts";

const folder = path.join(checkoutFolder, "services", "console");
const built = path.join(folder, "dist", "index.html");

/**
 * Builds the console's page, unless what is there is newer than all it is made of.
 *
 * @throws LocalStackError with what the build has printed
 */
export async function buildPage(): Promise<void> {
  const sources = [path.join(folder, "web"), path.join(checkoutFolder, "packages", "contracts", "src")];
  const files = [path.join(folder, "vite.config.ts"), path.join(checkoutFolder, "package-lock.json")];
  if (Math.max(...sources.map(newestIn), ...files.map(changedAt)) < changedAt(built)) return;
  const vite = path.join(checkoutFolder, "node_modules", "vite", "bin", "vite.js");
  // Two starts may build at one time, and a console may serve what is there: what is new takes its place as a whole.
  const next = path.join(folder, `dist.${process.pid}`);
  const args = [vite, "build", "--outDir", next];
  // What runs tests has set it to something else, of which the page would be made for developers.
  const env = { ...process.env, NODE_ENV: "production" };
  const build = spawn(process.execPath, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  const printed: Buffer[] = [];
  for (const stream of [build.stdout, build.stderr])
    stream.on("data", (piece: Buffer) => void printed.push(piece));
  await once(build, "close");
  if (build.exitCode === 0) {
    rmSync(path.dirname(built), { recursive: true, force: true });
    renameSync(next, path.dirname(built));
    return;
  }
  rmSync(next, { recursive: true, force: true });

  throw new LocalStackError(`The console's page could not be built:\n${Buffer.concat(printed).toString()}`);
}

function newestIn(place: string): number {
  const names = readdirSync(place, { recursive: true, encoding: "utf8" });
  return Math.max(0, ...names.map((name) => changedAt(path.join(place, name))));
}

/** In milliseconds; 0 for what is not there. */
function changedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
