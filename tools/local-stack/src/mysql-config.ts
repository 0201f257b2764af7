import { join } from "node:path";
import type { MysqlPrograms } from "./mysql-programs.ts";

export interface MysqlConfig {
  readonly flavour: MysqlPrograms["flavour"];
  readonly folder: string;
  readonly port: number;
  readonly isRoot: boolean;
}

/**
 * The option file of a private instance: loopback only, every commit on disk, UTC, utf8mb4. The socket's path
 * is relative to the data, because the kernel cuts a longer one at 107 bytes.
 */
export function renderMysqlConfig({ flavour, folder, port, isRoot }: MysqlConfig): string {
  const lines = [
    "[mysqld]",
    `datadir="${join(folder, "data")}"`,
    `tmpdir="${join(folder, "tmp")}"`,
    `init-file="${join(folder, "init.sql")}"`,
    "socket=server.sock",
    "pid-file=server.pid",
    "bind-address=127.0.0.1",
    `port=${port}`,
    "skip-name-resolve",
    "character-set-server=utf8mb4",
    "default-time-zone=+00:00",
    "max-connections=500",
    "innodb-buffer-pool-size=256M",
    "innodb-flush-log-at-trx-commit=1",
    "skip-log-bin",
    // The servers refuse to run as root unless they are told that this is meant.
    ...(isRoot ? ["user=root"] : []),
    ...(flavour === "mysql" ? ["mysqlx=OFF", "secure-file-priv=NULL", "performance-schema=OFF"] : []),
  ];
  return `${lines.join("\n")}\n`;
}

/**
 * What the server runs at every start before it listens: the database and the one user that can reach it over
 * TCP, whose rights include making databases of its own for tests.
 */
export function renderMysqlInit(password: string): string {
  const user = "'compose_pay'@'127.0.0.1'";
  const statements = [
    "CREATE DATABASE IF NOT EXISTS compose_pay CHARACTER SET utf8mb4",
    `CREATE USER IF NOT EXISTS ${user} IDENTIFIED BY '${password}'`,
    `ALTER USER ${user} IDENTIFIED BY '${password}'`,
    `GRANT ALL PRIVILEGES ON *.* TO ${user} WITH GRANT OPTION`,
    "DROP USER IF EXISTS 'root'@'127.0.0.1', 'root'@'::1'",
  ];
  return statements.map((statement) => `${statement};\n`).join("");
}
