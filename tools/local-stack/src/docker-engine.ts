import { request } from "node:http";
import type { RequestOptions } from "node:http";
import { homedir } from "node:os";
import { join } from "node:path";

const pingTimeoutMs = 2_000;

/** Whether a Docker engine answers at one of the places where testcontainers looks for one. */
export async function engineAnswers(env: NodeJS.ProcessEnv): Promise<boolean> {
  const uid = process.getuid?.() ?? 0;
  const addresses = engineAddresses({ env, platform: process.platform, home: homedir(), uid });
  return (await Promise.all(addresses.map(ping))).includes(true);
}

/** What the places of an engine depend on. */
export interface EngineSurroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly uid: number;
}

/** Where an engine may listen: what DOCKER_HOST says and nothing else, or the usual sockets. */
export function engineAddresses({ env, platform, home, uid }: EngineSurroundings): readonly RequestOptions[] {
  const host = env["DOCKER_HOST"];
  if (host !== undefined && host !== "") return addressOf(host);
  if (platform === "win32") return [{ socketPath: "//./pipe/docker_engine" }];
  const runtimeDir = env["XDG_RUNTIME_DIR"] ?? `/run/user/${uid}`;
  return [
    "/var/run/docker.sock",
    join(runtimeDir, "docker.sock"),
    join(home, ".docker/run/docker.sock"),
    join(home, ".docker/desktop/docker.sock"),
  ].map((socketPath) => ({ socketPath }));
}

function addressOf(host: string): readonly RequestOptions[] {
  if (!URL.canParse(host)) return [];
  const url = new URL(host);
  if (url.protocol === "unix:" || url.protocol === "npipe:") return [{ socketPath: url.pathname }];
  return [{ host: url.hostname, port: url.port === "" ? "2375" : url.port }];
}

/** An engine that wants TLS answers a plain request with an HTTP error; that too is an answer. */
async function ping(address: RequestOptions): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request({ ...address, path: "/_ping", timeout: pingTimeoutMs }, (answer) => {
      answer.resume();
      resolve(true);
    });
    asked.once("timeout", () => asked.destroy());
    asked.once("close", () => resolve(false));
    asked.once("error", () => resolve(false));
    asked.end();
  });
}
