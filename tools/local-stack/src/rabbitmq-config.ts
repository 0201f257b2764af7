import { join } from "node:path";
import type { Ports } from "./private-settings.ts";

/** The configuration of a private broker: loopback only, no plug-in, small floors of disk and memory. */
export function renderRabbitmqConfig(port: number, password: string): string {
  const lines = [
    `listeners.tcp.1 = 127.0.0.1:${port}`,
    "default_user = compose_pay",
    `default_pass = ${password}`,
    "disk_free_limit.absolute = 50MB",
    "vm_memory_high_watermark.absolute = 1GiB",
    "log.file = false",
    "log.console = true",
    "log.console.level = warning",
  ];
  return `${lines.join("\n")}\n`;
}

/**
 * The environment of a private broker. A home of its own gives it a cookie of its own, `@localhost` avoids
 * name look-ups, and its own port mapper keeps it apart from every other Erlang on the machine.
 */
export function rabbitmqEnvironment(folder: string, ports: Ports): NodeJS.ProcessEnv {
  return {
    HOME: folder,
    RABBITMQ_CONF_ENV_FILE: join(folder, "no-rabbitmq-env.conf"),
    RABBITMQ_NODENAME: "compose_pay@localhost",
    RABBITMQ_CONFIG_FILE: join(folder, "rabbitmq.conf"),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, "enabled_plugins"),
    RABBITMQ_MNESIA_BASE: join(folder, "data"),
    RABBITMQ_LOG_BASE: join(folder, "log"),
    RABBITMQ_PID_FILE: join(folder, "broker.pid"),
    RABBITMQ_DIST_PORT: String(ports.rabbitmqDistribution),
    ERL_EPMD_PORT: String(ports.epmd),
    ERL_EPMD_ADDRESS: "127.0.0.1",
    // The script hands its process over to the broker instead of staying as its parent; then no shell is wanted.
    RABBITMQ_ALLOW_INPUT: "true",
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS:
      "-noinput -start_epmd false -kernel inet_dist_use_interface {127,0,0,1}",
  };
}
