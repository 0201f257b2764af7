import { readSettings } from "./settings.ts";
import { startSandbox } from "./start-sandbox.ts";
import type { Sandbox } from "./start-sandbox.ts";

/** One JSON line a state; whoever started the process reads the address from the first one. */
function say(event: "listening" | "stopped" | "failed", fields: Readonly<Record<string, string>> = {}): void {
  console.log(JSON.stringify({ event, ...fields }));
}

function stopOnSignal(sandbox: Sandbox): void {
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= sandbox.close().then(() => say("stopped"));
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
}

try {
  const sandbox = await startSandbox(readSettings(process.env));
  stopOnSignal(sandbox);
  say("listening", { url: sandbox.url });
} catch (error) {
  say("failed", { error: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
}
