/** The three servers that compose-pay needs, in the order in which they are reported. */
export const serverNames = ["mysql", "rabbitmq", "redis"] as const;

export type ServerName = (typeof serverNames)[number];

export interface KnownServer {
  /** What people call it. */
  readonly label: string;
  /** The variable of the environment whose URL is used instead of starting a server. */
  readonly urlVariable: "DATABASE_URL" | "AMQP_URL" | "REDIS_URL";
  /** The variable that names another Docker image than `image`. */
  readonly imageVariable: string;
  readonly image: string;
  /** The package of Debian and Ubuntu that holds the program. */
  readonly debianPackage: string;
  /** The formula of Homebrew that holds the program. */
  readonly homebrewFormula: string;
  /** Which programs are looked for when the server is to run as a private instance. */
  readonly programs: string;
}

export const knownServers: Readonly<Record<ServerName, KnownServer>> = {
  mysql: {
    label: "MySQL or MariaDB",
    urlVariable: "DATABASE_URL",
    imageVariable: "LOCAL_STACK_MYSQL_IMAGE",
    image: "mysql:8.4",
    debianPackage: "mariadb-server",
    homebrewFormula: "mariadb",
    programs: "mysqld or mariadbd with mariadb-install-db",
  },
  rabbitmq: {
    label: "RabbitMQ",
    urlVariable: "AMQP_URL",
    imageVariable: "LOCAL_STACK_RABBITMQ_IMAGE",
    image: "rabbitmq:4-management",
    debianPackage: "rabbitmq-server",
    homebrewFormula: "rabbitmq",
    programs: "rabbitmq-server with epmd",
  },
  redis: {
    label: "Redis",
    urlVariable: "REDIS_URL",
    imageVariable: "LOCAL_STACK_REDIS_IMAGE",
    image: "redis:7",
    debianPackage: "redis-server",
    homebrewFormula: "redis",
    programs: "redis-server or valkey-server",
  },
};
