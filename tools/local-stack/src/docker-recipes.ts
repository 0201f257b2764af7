import type { ServerName } from "./known-servers.ts";
import type { Ports } from "./private-settings.ts";

/** What a container of a server needs, made for the official images. */
export interface DockerRecipe {
  readonly containerPort: number;
  /** Where the image keeps its data. */
  readonly dataFolder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  /** The URL once the container's port is published at `address` ("name:port"). */
  readonly url: (address: string) => string;
  /** The settled port of this machine on which the server is published. */
  readonly portName: keyof Ports;
}

/** The recipe for a server; `password` is that of every user it makes. */
export function dockerRecipe(name: ServerName, password: string): DockerRecipe {
  switch (name) {
    case "mysql":
      return mysqlRecipe(password);
    case "rabbitmq":
      return rabbitmqRecipe(password);
    case "redis":
      return redisRecipe(password);
  }
}

function mysqlRecipe(password: string): DockerRecipe {
  return {
    containerPort: 3_306,
    dataFolder: "/var/lib/mysql",
    environment: { MYSQL_ROOT_PASSWORD: password, MYSQL_DATABASE: "compose_pay" },
    command: [
      "--character-set-server=utf8mb4",
      "--default-time-zone=+00:00",
      "--max-connections=500",
      "--innodb-flush-log-at-trx-commit=1",
    ],
    // Only root may make the databases that tests ask for.
    url: (address) => `mysql://root:${password}@${address}/compose_pay`,
    portName: "mysql",
  };
}

function rabbitmqRecipe(password: string): DockerRecipe {
  return {
    containerPort: 5_672,
    dataFolder: "/var/lib/rabbitmq",
    environment: {
      RABBITMQ_DEFAULT_USER: "compose_pay",
      RABBITMQ_DEFAULT_PASS: password,
      // The data lies under the node's name, which would otherwise be new with every container.
      RABBITMQ_NODENAME: "compose_pay@localhost",
    },
    command: [],
    url: (address) => `amqp://compose_pay:${password}@${address}`,
    portName: "rabbitmq",
  };
}

function redisRecipe(password: string): DockerRecipe {
  return {
    containerPort: 6_379,
    dataFolder: "/data",
    environment: {},
    command: "redis-server --appendonly yes --appendfsync everysec --requirepass"
      .split(" ")
      .concat(password, "--save", ""),
    url: (address) => `redis://:${password}@${address}/0`,
    portName: "redis",
  };
}
