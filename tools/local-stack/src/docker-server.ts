import { createHash } from "node:crypto";
import { GenericContainer, getContainerRuntimeClient } from "testcontainers";
import type { ContainerRuntimeClient, StartedTestContainer, WaitStrategy } from "testcontainers";
import { removeContainer, removeVolume } from "./docker-left-over.ts";
import { ensureImage } from "./docker-image.ts";
import { dockerRecipe } from "./docker-recipes.ts";
import type { DockerRecipe } from "./docker-recipes.ts";
import { knownServers } from "./known-servers.ts";
import type { ServerName } from "./known-servers.ts";
import { probeServer } from "./probe-server.ts";
import type { PrivatePlace } from "./private-server.ts";
import type { RunningServer } from "./running-server.ts";
import { secondsSince } from "./seconds-since.ts";
import { untilReady } from "./until-ready.ts";

/** The place of a container, and whether its data is deleted first. */
export type DockerPlace = PrivatePlace & { readonly fresh: boolean };

const readyDeadlineMs = 90_000;
const stopDeadlineMs = 10_000;

/**
 * Runs a server in a container on a named volume, published on loopback. Container and volume are named after
 * `dataDir`, so that the next run finds what a killed one left behind; no further container watches over it.
 * Throws with the engine's or the registry's reason when it cannot.
 */
export async function startDockerServer(name: ServerName, place: DockerPlace): Promise<RunningServer> {
  const startedAt = performance.now();
  const image = place.env[knownServers[name].imageVariable] ?? knownServers[name].image;
  const client = await getContainerRuntimeClient();
  const own = `compose-pay-${createHash("sha256").update(place.dataDir).digest("hex").slice(0, 12)}-${name}`;
  await removeContainer(client, own);
  if (place.fresh) await removeVolume(client, own);
  await ensureImage(client, image, place.report);
  const recipe = dockerRecipe(name, place.settings.password);
  const container = await createContainer({ image, own, recipe, client, place }).start();
  const host = isLocal(client) ? "127.0.0.1" : container.getHost();
  const address = `${host}:${container.getMappedPort(recipe.containerPort)}`;
  const url = recipe.url(address);
  try {
    const limits = { deadlineMs: readyDeadlineMs, everyMs: 100 };
    const version = await untilReady(() => probeServer[name](url), limits);
    place.report(
      `${version}: Docker container of ${image} on ${address}, ready in ${secondsSince(startedAt)}`,
    );
  } catch (error) {
    await stop(container);
    throw error;
  }
  return { url, how: "docker", stop: () => stop(container) };
}

interface ContainerPlan {
  readonly image: string;
  readonly own: string;
  readonly recipe: DockerRecipe;
  readonly client: ContainerRuntimeClient;
  readonly place: DockerPlace;
}

function createContainer({ image, own, recipe, client, place }: ContainerPlan): GenericContainer {
  const container = new LoopbackContainer(image)
    .withName(own)
    .withEnvironment(recipe.environment)
    .withBindMounts([{ source: own, target: recipe.dataFolder }])
    .withExposedPorts(recipe.containerPort)
    .withWaitStrategy(readyWhenProbed)
    .withAutoCleanup(false);
  if (recipe.command.length > 0) container.withCommand([...recipe.command]);
  return isLocal(client)
    ? container.publish(recipe.containerPort, place.settings.ports[recipe.portName])
    : container;
}

/** Whether the engine runs on this machine, so that its containers can be reached, and hidden, on loopback. */
function isLocal(client: ContainerRuntimeClient): boolean {
  return client.info.containerRuntime.host === "localhost";
}

/** Left to itself testcontainers publishes ports on every interface of the machine. */
class LoopbackContainer extends GenericContainer {
  publish(containerPort: number, port: number): this {
    this.hostConfig.PortBindings = {
      [`${containerPort}/tcp`]: [{ HostIp: "127.0.0.1", HostPort: String(port) }],
    };
    return this;
  }
}

/** A server is ready when it answers a client, which is probed after the start; images need no shell for that. */
const readyWhenProbed: WaitStrategy = {
  waitUntilReady: async () => undefined,
  withStartupTimeout: () => readyWhenProbed,
  isStartupTimeoutSet: () => true,
  getStartupTimeout: () => readyDeadlineMs,
};

/** The named volume stays; only the volumes without a name go with the container. */
async function stop(container: StartedTestContainer): Promise<void> {
  await container.stop({ timeout: stopDeadlineMs, remove: true, removeVolumes: true });
}
