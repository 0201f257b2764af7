import { connect } from "amqplib";
import type { ChannelModel } from "amqplib";
import { backoffMs, createThrottle } from "@compose-pay/runtime";
import type { Logger } from "@compose-pay/runtime";
import { TopologyMismatchError } from "./declare-topology.ts";
import { sleep } from "./sleep.ts";

/** One connection to the broker from its opening to its end. */
export interface Session {
  readonly model: ChannelModel;
  /** Ends this session, which leads to a new one: the answer to anything unexpected on it. */
  readonly end: (cause: Error) => void;
  /** True from the moment it ends, which can be while things are still being made on it. */
  readonly isOver: () => boolean;
}

/** What lives on a connection and is made anew on each. */
export interface ConnectionTenant {
  /** Makes channels and what is on them. A rejection ends the session. */
  readonly up: (session: Session) => Promise<void>;
  /** The session is over: what it still owed an answer will not get one. */
  readonly down: (cause: Error) => void;
}

export interface ConnectionOptions {
  readonly url: string;
  /** Shown by the broker's tools, such as `ingress publish`. */
  readonly name: string;
  readonly tenant: ConnectionTenant;
  readonly logger: Logger;
  /** Called each time a session begins. */
  readonly onOpened: () => void;
}

const heartbeatSeconds = 10;
const connectTimeoutMs = 5_000;
const closeTimeoutMs = 2_000;
const reconnect = { firstMs: 200, maxMs: 5_000 };
const logEveryMs = 30_000;

/**
 * A connection that is always there or being made. Whatever goes wrong on it, a heartbeat missed, a channel
 * closed by the broker, a consumer cancelled, ends the session as a whole and a new one is made with
 * back-off, for ever: amqplib's own recovery brings back the connection without its channels.
 */
export class SupervisedConnection {
  readonly #options: ConnectionOptions;
  readonly #stopping = new AbortController();
  readonly #firstAttempt = Promise.withResolvers<void>();
  readonly #throttle = createThrottle(logEveryMs);
  #session: Session | null = null;
  #isUp = false;
  #running: Promise<void> = Promise.resolve();
  #failures = 0;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** Connected, with everything made that lives on the connection. */
  get isUp(): boolean {
    return this.#isUp;
  }

  /**
   * Begins to connect; waits for the first attempt, successful or not, so that a service starts before its
   * broker.
   *
   * @throws TopologyMismatchError when the first attempt finds one
   */
  async start(): Promise<void> {
    this.#running = this.#run();
    await this.#firstAttempt.promise;
  }

  async close(): Promise<void> {
    this.#stopping.abort();
    this.#session?.end(new Error("closing"));
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const cause = await this.#live();
      if (this.#stopping.signal.aborted) break;
      this.#failures += 1;
      this.#logFailure(cause);
      if (cause instanceof TopologyMismatchError) this.#firstAttempt.reject(cause);
      this.#firstAttempt.resolve();
      await sleep(backoffMs(this.#failures, reconnect, Math.random()), this.#stopping.signal);
    }
    this.#firstAttempt.resolve();
  }

  /** One session, from connecting to its end; never rejects. */
  async #live(): Promise<Error> {
    const { tenant } = this.#options;
    let model: ChannelModel | undefined;
    let cause: Error;
    try {
      model = await this.#connect();
      cause = await this.#serve(model);
    } catch (error) {
      cause = error instanceof Error ? error : new Error(String(error));
    }
    this.#session = null;
    this.#isUp = false;
    tenant.down(cause);
    if (model !== undefined) await closeQuietly(model);
    return cause;
  }

  #connect(): Promise<ChannelModel> {
    const url = new URL(this.#options.url);
    if (!url.searchParams.has("heartbeat")) url.searchParams.set("heartbeat", String(heartbeatSeconds));
    return connect(url.href, {
      timeout: connectTimeoutMs,
      noDelay: true,
      keepAlive: true,
      clientProperties: { connection_name: this.#options.name },
    });
  }

  async #serve(model: ChannelModel): Promise<Error> {
    const { promise: over, resolve } = Promise.withResolvers<Error>();
    let isOver = false;
    const end = (cause: Error) => {
      isOver = true;
      resolve(cause);
    };
    const session: Session = { model, end, isOver: () => isOver };
    this.#session = session;
    model.on("error", end);
    model.on("close", (error) => end(error ?? new Error("the broker closed the connection")));
    const tenantUp = this.#options.tenant.up(session).then(() => null);
    const failure = await Promise.race([tenantUp, over]);
    if (failure !== null) return failure;
    if (this.#stopping.signal.aborted) return new Error("closing");
    this.#isUp = true;
    this.#logSuccess();
    this.#firstAttempt.resolve();
    return over;
  }

  #logSuccess(): void {
    const { logger, name, onOpened } = this.#options;
    onOpened();
    logger.info({ connection: name, failures: this.#failures }, "connected to the broker");
    this.#failures = 0;
    this.#throttle.reset();
  }

  /** The first failure and then one every half minute: a broker that is away fills no log. */
  #logFailure(error: Error): void {
    if (!this.#throttle.isDue()) return;
    const { logger, name } = this.#options;
    logger.warn(
      { connection: name, failures: this.#failures, error },
      "no connection to the broker; trying on",
    );
  }
}

async function closeQuietly(model: ChannelModel): Promise<void> {
  const patience = new AbortController();
  const closed = model.close().catch(() => {
    // It is closed already, which is what was asked for.
  });
  await Promise.race([closed, sleep(closeTimeoutMs, patience.signal)]);
  patience.abort();
}
