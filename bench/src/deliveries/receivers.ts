import { request } from "undici";
import { type Program, startProgram } from "../ground/programs.ts";
import { receiverCount, receiverHost } from "./receiver-places.ts";
import { type Arrivals, arrivals, type ReceiverJob, receiverSays } from "./receiver-messages.ts";

/** The process in which all merchants' servers run. */
export interface Receivers {
  readonly pid: number;
  /** Answers how many deliveries have come, as a number. */
  readonly countUrl: string;
  /** Deliveries that have come; the same one again is not counted. */
  count(): Promise<number>;
  forget(): Promise<void>;
  /** What came, verified by the secrets of these URLs. */
  tell(secrets: Readonly<Record<string, string>>): Promise<Arrivals>;
  stop(): Promise<void>;
}

export const hangingPath = "/hangs";
const hangMs = 30_000;
const withinMs = 120_000;

export async function startReceivers(port: number): Promise<Receivers> {
  const hosts = Array.from({ length: receiverCount }, (_, index) => receiverHost(index));
  const job: ReceiverJob = { hosts, port, hangingPath, hangMs };
  const program: Program = startProgram(new URL("./receiver.ts", import.meta.url), job);
  await program.next(receiverSays, withinMs);
  const countUrl = `http://${receiverHost(0)}:${port}/count`;
  return {
    pid: program.pid,
    countUrl,
    count: async () => Number(await (await request(countUrl)).body.text()),
    forget: async () => {
      program.send({ kind: "forget" });
      await program.next(receiverSays, withinMs);
    },
    tell: (secrets) => {
      program.send({ kind: "tell", secrets });
      return program.next(arrivals, withinMs);
    },
    stop: () => program.stop(),
  };
}
