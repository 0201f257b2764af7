import { rmSync } from "node:fs";
import { join } from "node:path";
import { endLeftOverOf } from "./private-server.ts";
import type { PrivatePlace } from "./private-server.ts";

/** Ends the private instances that a killed run left behind in this folder. */
export async function endLeftOvers(place: Pick<PrivatePlace, "dataDir" | "report">): Promise<void> {
  const servers = ["MySQL", "MariaDB", "RabbitMQ", "Redis"];
  await Promise.all(servers.map((label) => endLeftOverOf(label, place)));
  // The broker says goodbye to its port mapper, so that one goes last.
  await endLeftOverOf("epmd", place);
}

/** Deletes the data of private instances, and nothing else that lies in the folder; ports and password stay. */
export function wipeData(dataDir: string): void {
  for (const folder of ["mysql", "mariadb", "rabbitmq", "redis"]) {
    rmSync(join(dataDir, folder), { recursive: true, force: true });
  }
}
