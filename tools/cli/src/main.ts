import { fileURLToPath } from "node:url";
import { requireNode, systemClock } from "@compose-pay/runtime";
import { runCli } from "./run-cli.ts";

requireNode();
// A reader such as `head` may leave early; the command has done its work all the same.
process.stdout.on("error", () => {});
process.exitCode = await runCli(process.argv.slice(2), {
  env: process.env,
  stackFile: fileURLToPath(new URL("../../../.local/stack.json", import.meta.url)),
  clock: systemClock,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
