import { spawn } from "node:child_process";
import path from "node:path";
import { bringUpBrowser, bringUpServers, LocalStackError } from "@compose-pay/local-stack";
import { checkoutFolder } from "./product-process.ts";
import { summaryLine } from "./test-summary.ts";
import { progress } from "./words.ts";

const report = progress();
const folder = path.join(checkoutFolder, ".local", "test");
const results = path.join(folder, "results.json");
const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stopping.abort());

/** Everything that CI runs: the check of the sources beside the servers coming up, then every test. */
async function testEverything(): Promise<number> {
  const place = { dataDir: path.join(folder, "servers"), report, env: process.env };
  const [servers, checked] = await Promise.all([
    bringUpServers({ ...place, fresh: true }),
    run(["npm", "run", "--silent", "check"], process.env),
  ]);
  try {
    if (checked !== 0) return checked;
    const browser = await bringUpBrowser(place);
    report("format, lint, types, dead code and the house are well");
    const env = {
      ...process.env,
      DATABASE_URL: servers.databaseUrl,
      AMQP_URL: servers.amqpUrl,
      REDIS_URL: servers.redisUrl,
      CHROMIUM_PATH: browser,
    };
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${results}`];
    const tested = await run(["vitest", "run", ...reporters, ...process.argv.slice(2)], env);
    console.log(summaryLine(results));
    return tested;
  } finally {
    await servers.stop();
  }
}

function run([command = "", ...args]: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: checkoutFolder, env, stdio: "inherit" });
    stopping.signal.addEventListener("abort", () => child.kill("SIGTERM"));
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

try {
  process.exitCode = await testEverything();
} catch (error) {
  console.error(error instanceof LocalStackError ? `\n${error.message}` : error);
  process.exitCode = 1;
}
