import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { engineAddresses, engineAnswers } from "./docker-engine.ts";

const linux = { platform: "linux", home: "/home/ann", uid: 1_000 } as const;

describe("where a Docker engine is looked for", () => {
  it("is what DOCKER_HOST says and nowhere else", () => {
    expect(engineAddresses({ ...linux, env: { DOCKER_HOST: "unix:///tmp/d.sock" } })).toEqual([
      { socketPath: "/tmp/d.sock" },
    ]);
    expect(engineAddresses({ ...linux, env: { DOCKER_HOST: "tcp://10.0.0.1:2376" } })).toEqual([
      { host: "10.0.0.1", port: "2376" },
    ]);
    expect(engineAddresses({ ...linux, env: { DOCKER_HOST: "nonsense" } })).toEqual([]);
  });

  it("is otherwise the sockets of the system, of the user, and of Docker Desktop", () => {
    expect(engineAddresses({ ...linux, env: {} }).map((address) => address.socketPath)).toEqual([
      "/var/run/docker.sock",
      "/run/user/1000/docker.sock",
      "/home/ann/.docker/run/docker.sock",
      "/home/ann/.docker/desktop/docker.sock",
    ]);
  });
});

describe("whether an engine answers", () => {
  it("is no when nothing listens there", async () => {
    expect(await engineAnswers({ DOCKER_HOST: "unix:///nonexistent/docker.sock" })).toBe(false);
  });

  it("is yes when something answers the ping", async () => {
    const folder = mkdtempSync(join(tmpdir(), "engine-"));
    const socket = join(folder, "docker.sock");
    const asked: (string | undefined)[] = [];
    const server = createServer((incoming, answer) => {
      asked.push(incoming.url);
      answer.end("OK");
    }).listen(socket);
    await once(server, "listening");
    expect(await engineAnswers({ DOCKER_HOST: `unix://${socket}` })).toBe(true);
    expect(asked).toEqual(["/_ping"]);
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });
});
