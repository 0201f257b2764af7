import { declareTopology } from "./declare-topology.ts";
import type { ConnectionTenant, Session } from "./supervised-connection.ts";
import type { Topology } from "./topology.ts";

/** What lives on the connection to consume: the topology first, then each consumer and reply queue. */
export class ConsumingSide implements ConnectionTenant {
  readonly #topology: Topology;
  readonly #parts: ConnectionTenant[] = [];
  #session: Session | null = null;

  constructor(topology: Topology) {
    this.#topology = topology;
  }

  readonly up = async (session: Session): Promise<void> => {
    await declareTopology(session.model, this.#topology);
    // Parts that are added meanwhile are part of this walk.
    for (const part of this.#parts) await part.up(session);
    this.#session = session;
  };

  readonly down = (cause: Error): void => {
    this.#session = null;
    for (const part of this.#parts) part.down(cause);
  };

  /** From now on the part is on every session, beginning with the one there is. */
  async add(part: ConnectionTenant): Promise<void> {
    this.#parts.push(part);
    const session = this.#session;
    if (session === null) return;
    try {
      await part.up(session);
    } catch (error) {
      session.end(error instanceof Error ? error : new Error(String(error)));
    }
  }
}
