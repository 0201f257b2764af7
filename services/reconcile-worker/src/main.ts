import { readSettings, runService } from "@compose-pay/runtime";
import { reconcileWorkerSettings } from "./settings.ts";
import { startReconcileWorker } from "./start-reconcile-worker.ts";

await runService("reconcile-worker", () =>
  startReconcileWorker(readSettings(reconcileWorkerSettings, process.env)),
);
