import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { launch, runPrivateServer, stop } from "./private-server.ts";
import type { PrivatePlace } from "./private-server.ts";
import { rabbitmqEnvironment, renderRabbitmqConfig } from "./rabbitmq-config.ts";
import type { RabbitmqPrograms } from "./rabbitmq-programs.ts";
import type { RunningServer } from "./running-server.ts";

/** A private broker with a port mapper of its own; both end together. */
export async function startPrivateRabbitmq(
  programs: RabbitmqPrograms,
  place: PrivatePlace,
): Promise<RunningServer> {
  const startedAt = performance.now();
  const { password, ports } = place.settings;
  const folder = join(place.dataDir, "rabbitmq");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, "rabbitmq.conf"), renderRabbitmqConfig(ports.rabbitmq, password), {
    mode: 0o600,
  });
  writeFileSync(join(folder, "enabled_plugins"), "[].\n");
  const args = ["-port", String(ports.epmd), "-address", "127.0.0.1"];
  const mapper = launch({ label: "epmd", folder, command: programs.epmd, args, env: {} }, place);
  const url = `amqp://compose_pay:${password}@127.0.0.1:${ports.rabbitmq}`;
  const process = { command: programs.server, args: [], env: rabbitmqEnvironment(folder, ports) };
  try {
    const broker = await runPrivateServer(
      { name: "rabbitmq", label: "RabbitMQ", url, folder, ...process, startedAt },
      place,
    );
    const stopBoth = async (): Promise<void> => {
      await broker.stop();
      await stop(mapper);
    };
    return { ...broker, stop: stopBoth };
  } catch (error) {
    await stop(mapper);
    throw error;
  }
}
