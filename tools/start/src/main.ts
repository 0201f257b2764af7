import { LocalStackError } from "@compose-pay/local-stack";
import { requireNode } from "@compose-pay/runtime";
import { parseStartOptions } from "./parse-start-options.ts";
import { startStack } from "./start-stack.ts";

const asked = Promise.withResolvers<void>();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => asked.resolve());

try {
  requireNode();
  const options = parseStartOptions(process.argv.slice(2));
  const isWell = await startStack({ ...options, env: process.env, stopAsked: asked.promise });
  process.exitCode = isWell ? 0 : 1;
} catch (error) {
  console.error(error instanceof LocalStackError ? `\n${error.message}` : error);
  process.exitCode = 1;
}
