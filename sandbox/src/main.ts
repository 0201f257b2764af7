import { readSettings } from "./settings.ts";
import { startSandbox } from "./start-sandbox.ts";

const sandbox = await startSandbox(readSettings(process.env));
console.log(JSON.stringify({ event: "listening", url: sandbox.url }));

let isStopping = false;
const stop = async () => {
  if (isStopping) return;
  isStopping = true;
  await sandbox.close();
  console.log(JSON.stringify({ event: "stopped" }));
};
process.on("SIGTERM", () => void stop());
process.on("SIGINT", () => void stop());
