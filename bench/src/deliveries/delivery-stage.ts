import { freePort } from "@compose-pay/local-stack";
import type { AddedProcess, Product } from "@compose-pay/start";
import type { Ground } from "../ground/ground.ts";
import { listeningProcess } from "../measuring/listening-process.ts";
import { receiverNetwork } from "./receiver-places.ts";
import { type Receivers, startReceivers } from "./receivers.ts";

/** Receivers, and as many processes of notify-worker as a benchmark wants; no other service runs. */
export interface DeliveryStage {
  readonly ground: Ground;
  readonly receivers: Receivers;
  /** Where the receivers listen. */
  readonly port: number;
  /** Starts one more and waits until it is ready. */
  addWorker(): Promise<AddedProcess>;
  /** Of the servers, the workers that run and the receivers. */
  pids(): Readonly<Record<string, number>>;
  /** Stops the workers and the receivers. */
  close(): Promise<void>;
}

/** What lets webhooks go to the receivers, for notify-worker and for the command line. */
export function receiverSettings(port: number): Readonly<Record<string, string>> {
  return { WEBHOOK_ALLOWED_CIDRS: receiverNetwork, WEBHOOK_ALLOWED_PORTS: String(port) };
}

export async function openDeliveryStage(ground: Ground): Promise<DeliveryStage> {
  const port = await freePort();
  const receivers = await startReceivers(port);
  const workers: AddedProcess[] = [];
  const product = await startNothing(ground, port).catch(async (error: unknown) => {
    await receivers.stop();
    throw error;
  });
  return {
    ground,
    receivers,
    port,
    addWorker: async () => {
      const worker = await product.addProcess("notify-worker");
      workers.push(worker);
      return worker;
    },
    pids: () => ({
      ...Object.fromEntries(
        workers
          .filter(({ process: { isRunning } }) => isRunning())
          .map(({ process: { pid } }, index) => [`notify-worker ${index + 1}`, pid]),
      ),
      receivers: receivers.pid,
      ...serverPids(ground),
    }),
    close: async () => {
      await product.stop();
      await receivers.stop();
    },
  };
}

function startNothing(ground: Ground, port: number): Promise<Product> {
  return ground.startProduct([], { "notify-worker": receiverSettings(port) });
}

function serverPids({ servers }: Ground): Readonly<Record<string, number>> {
  return { ...pidAt("database", servers.databaseUrl), ...pidAt("broker", servers.amqpUrl) };
}

function pidAt(name: string, url: string): Readonly<Record<string, number>> {
  const pid = listeningProcess(Number(new URL(url).port));
  return pid === null ? {} : { [name]: pid };
}
