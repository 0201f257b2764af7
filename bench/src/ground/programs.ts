import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { z } from "zod";

/** A program of the bench in a process of its own. */
export interface Program {
  readonly pid: number;
  /** The next message that it sends, of this shape. */
  next<Message>(shape: z.ZodType<Message>, withinMs: number): Promise<Message>;
  send(message: Readonly<Record<string, unknown>>): void;
  stop(): Promise<void>;
}

/** @param job handed over as JSON in the first argument, and read with `readJob` */
export function startProgram(file: URL, job: Readonly<Record<string, unknown>>): Program {
  const child = fork(file, [JSON.stringify(job)], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const ended = once(child, "exit");
  const inbox = openInbox(child, file);
  if (child.pid === undefined) throw new Error(`${file.pathname} could not be started`);
  return {
    pid: child.pid,
    next: async (shape, withinMs) => shape.parse(await inbox.take(withinMs)),
    send: (message) => void child.send(message),
    stop: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** Runs a program for its one answer. */
export async function runProgram<Answer>(
  file: URL,
  job: Readonly<Record<string, unknown>>,
  { shape, withinMs }: { readonly shape: z.ZodType<Answer>; readonly withinMs: number },
): Promise<Answer> {
  const program = startProgram(file, job);
  try {
    return await program.next(shape, withinMs);
  } finally {
    await program.stop();
  }
}

/** The other side: what the program was told to do. It ends with the process that started it. */
export function readJob<Job>(shape: z.ZodType<Job>): Job {
  process.on("disconnect", () => process.exit(1));
  return shape.parse(JSON.parse(process.argv[2] ?? ""));
}

export function tell(message: Readonly<Record<string, unknown>>): void {
  process.send?.(message);
}

function openInbox(child: ChildProcess, file: URL) {
  const messages: unknown[] = [];
  let arrived = Promise.withResolvers<void>();
  let hasEnded = false;
  const wake = () => {
    arrived.resolve();
    arrived = Promise.withResolvers();
  };
  child.on("message", (message) => {
    messages.push(message);
    wake();
  });
  child.on("exit", () => {
    hasEnded = true;
    wake();
  });
  return {
    take: async (withinMs: number): Promise<unknown> => {
      let isLate = false;
      const timer = setTimeout(() => {
        isLate = true;
        wake();
      }, withinMs);
      try {
        while (messages.length === 0) {
          if (hasEnded) throw new Error(`${file.pathname} ended without an answer`);
          if (isLate) throw new Error(`${file.pathname} gave no answer in ${withinMs} ms`);
          await arrived.promise;
        }
        return messages.shift();
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
