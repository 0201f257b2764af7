import { execFileSync } from "node:child_process";
import { findProgram } from "./find-program.ts";

/** The two kinds differ in how their data is made, and cannot read each other's. */
export type MysqlPrograms =
  | { readonly flavour: "mysql"; readonly server: string }
  | { readonly flavour: "mariadb"; readonly server: string; readonly install: string };

/** The installed server of the MySQL family, or undefined. Debian's MariaDB is also found by the name mysqld. */
export function findMysqlPrograms(env: NodeJS.ProcessEnv): MysqlPrograms | undefined {
  const server = findProgram(["mysqld", "mariadbd"], env);
  if (server === undefined) return undefined;
  const version = execFileSync(server, ["--no-defaults", "--version"], { encoding: "utf8" });
  if (!version.includes("MariaDB")) return { flavour: "mysql", server };
  const install = findProgram(["mariadb-install-db", "mysql_install_db"], env);
  return install === undefined ? undefined : { flavour: "mariadb", server, install };
}
