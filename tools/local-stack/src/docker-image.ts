import { createInterface } from "node:readline";
import type { ContainerRuntimeClient } from "testcontainers";
import { ImageName } from "testcontainers";
import { z } from "zod";
import type { Report } from "./running-server.ts";
import { secondsSince } from "./seconds-since.ts";

/** A registry that is silent for this long will not deliver; one that delivers slowly may take its time. */
const silenceMs = 60_000;

const progressSchema = z.object({ error: z.string().optional() });

/** Makes sure that the engine has the image, pulling it when needed. Throws with the registry's reason. */
export async function ensureImage(
  client: ContainerRuntimeClient,
  image: string,
  report: Report,
): Promise<void> {
  if (await client.image.exists(ImageName.fromString(image))) return;
  const startedAt = performance.now();
  report(`Docker: pulling ${image} …`);
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), silenceMs);
  try {
    const stream = await client.container.dockerode.pull(image, { abortSignal: silence.signal });
    for await (const line of createInterface({ input: stream, signal: silence.signal })) {
      timer = restart(timer, silence);
      const { error } = progressSchema.parse(JSON.parse(line));
      if (error !== undefined) throw new Error(error);
    }
  } catch (error) {
    throw silence.signal.aborted
      ? new Error(`no answer for ${silenceMs / 1_000} s`, { cause: error })
      : error;
  } finally {
    clearTimeout(timer);
  }
  report(`Docker: ${image} pulled in ${secondsSince(startedAt)}`);
}

function restart(timer: NodeJS.Timeout, silence: AbortController): NodeJS.Timeout {
  clearTimeout(timer);
  return setTimeout(() => silence.abort(), silenceMs);
}
