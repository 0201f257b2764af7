import type { ContainerRuntimeClient } from "testcontainers";

const stopDeadlineSeconds = 10;

/** Ends and removes the container with this name that a killed run left behind, if there is one. */
export async function removeContainer({ container }: ContainerRuntimeClient, name: string): Promise<void> {
  const leftOver = container.dockerode.getContainer(name);
  await unlessAbsent(async () => {
    await unlessAbsent(() => leftOver.stop({ t: stopDeadlineSeconds }));
    await leftOver.remove({ force: true });
  });
}

/** Deletes the volume with this name, if there is one. */
export async function removeVolume({ container }: ContainerRuntimeClient, name: string): Promise<void> {
  await unlessAbsent(() => container.dockerode.getVolume(name).remove());
}

/** Docker Engine API: 404 is "no such container or volume", 304 "container already stopped". */
async function unlessAbsent(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    const status = error instanceof Error && "statusCode" in error ? error.statusCode : undefined;
    if (status !== 404 && status !== 304) throw error;
  }
}
