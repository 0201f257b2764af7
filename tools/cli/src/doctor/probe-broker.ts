import { connect } from "amqplib";
import { DependencyError } from "@compose-pay/runtime";

const connectTimeoutMs = 3_000;

export interface BrokerProbe {
  /** `RabbitMQ 4.1.3` */
  readonly version: string;
  readonly roundTripMs: number;
}

/** @throws DependencyError with the reason as its cause */
export async function probeBroker(url: string): Promise<BrokerProbe> {
  try {
    const model = await connect(url, { timeout: connectTimeoutMs });
    // What goes wrong from here on rejects the call that waits.
    model.on("error", () => {});
    try {
      const startedAt = performance.now();
      await (await model.createChannel()).close();
      // Opening and closing a channel is one round trip each.
      const roundTripMs = (performance.now() - startedAt) / 2;
      const { product, version } = model.connection.serverProperties;
      return { version: `${product} ${version}`, roundTripMs };
    } finally {
      await model.close();
    }
  } catch (cause) {
    throw new DependencyError("broker", "the broker does not answer", { cause });
  }
}
