import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LocalStackError } from "./local-stack-error.ts";
import { renderMysqlConfig, renderMysqlInit } from "./mysql-config.ts";
import type { MysqlPrograms } from "./mysql-programs.ts";
import { launch, runPrivateServer } from "./private-server.ts";
import type { PrivateInstance, PrivatePlace } from "./private-server.ts";
import type { RunningServer } from "./running-server.ts";
import { secondsSince } from "./seconds-since.ts";

/** Made beside its place and then moved, so that data made by half is never taken for data. */
const making = "data.making";

const labels = { mysql: "MySQL", mariadb: "MariaDB" } as const;

/** A private MySQL or MariaDB with the database compose_pay. Its data is made at the first start. */
export async function startPrivateMysql(
  programs: MysqlPrograms,
  place: PrivatePlace,
): Promise<RunningServer> {
  const startedAt = performance.now();
  const { password, ports } = place.settings;
  const { flavour } = programs;
  const folder = join(place.dataDir, flavour);
  const isRoot = process.getuid?.() === 0;
  mkdirSync(join(folder, "tmp"), { recursive: true, mode: 0o700 });
  const config = join(folder, "my.cnf");
  writeFileSync(config, renderMysqlConfig({ flavour, folder, port: ports.mysql, isRoot }));
  writeFileSync(join(folder, "init.sql"), renderMysqlInit(password), { mode: 0o600 });
  if (!existsSync(join(folder, "data"))) await makeData(programs, folder, place);
  const url = `mysql://compose_pay:${password}@127.0.0.1:${ports.mysql}/compose_pay`;
  const args = [`--defaults-file=${config}`];
  const command = programs.server;
  return runPrivateServer(
    { name: "mysql", label: labels[flavour], url, folder, command, args, env: {}, startedAt },
    place,
  );
}

async function makeData(programs: MysqlPrograms, folder: string, place: PrivatePlace): Promise<void> {
  const startedAt = performance.now();
  const label = labels[programs.flavour];
  rmSync(join(folder, making), { recursive: true, force: true });
  const quietly = { ...place, report: () => undefined };
  const { code } = await launch({ label, folder, ...initialisation(programs, folder), env: {} }, quietly)
    .exited;
  if (code !== 0) {
    throw new LocalStackError(
      `${label} could not make its data (exit code ${code}); see the log in ${place.dataDir}/log.`,
    );
  }
  renameSync(join(folder, making), join(folder, "data"));
  place.report(`${label}: data made in ${secondsSince(startedAt)}`);
}

function initialisation(programs: MysqlPrograms, folder: string): Pick<PrivateInstance, "command" | "args"> {
  const asRoot = process.getuid?.() === 0 ? ["--user=root"] : [];
  switch (programs.flavour) {
    case "mysql": {
      const data = `--datadir=${join(folder, making)}`;
      const args = ["--no-defaults", data, ...asRoot, "--initialize-insecure", "--secure-file-priv=NULL"];
      return { command: programs.server, args };
    }
    case "mariadb": {
      // A path relative to the folder, because the script splits a path with a space in two.
      const data = ["--no-defaults", `--datadir=./${making}`, ...asRoot];
      const rights = ["--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve"];
      return { command: programs.install, args: [...data, ...rights] };
    }
  }
}
