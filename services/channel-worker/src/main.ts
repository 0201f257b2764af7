import { readSettings, runService } from "@compose-pay/runtime";
import { channelWorkerSettings } from "./settings.ts";
import { startChannelWorker } from "./start-channel-worker.ts";

await runService("channel-worker", () =>
  startChannelWorker(readSettings(channelWorkerSettings, process.env)),
);
