import type { ConsoleAnswer, ConsoleInput } from "@compose-pay/contracts";
import { addressOf, answerIn, csrf, type UploadName } from "./call.ts";
import { ConsoleProblem } from "./console-problem.ts";

/** As long as the API takes a file for. */
const timeoutMs = 600_000;

/**
 * Sends a file. Only this way of asking tells how much of it is on its way.
 *
 * @param sending `onProgress` is told the part that has gone, from 0 to 1
 * @throws ConsoleProblem; with `unreachable` it is unknown whether it was done
 */
export function upload<Name extends UploadName>(
  name: Name,
  input: ConsoleInput<Name>,
  sending: { readonly file: Blob; readonly onProgress: (part: number) => void },
): Promise<ConsoleAnswer<Name>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", addressOf(name, input));
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("X-CSRF-Token", csrf.token);
    request.timeout = timeoutMs;
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      if (total > 0) sending.onProgress(loaded / total);
    });
    const lost = () => reject(new ConsoleProblem("unreachable", "no answer came"));
    for (const event of ["error", "abort", "timeout"]) request.addEventListener(event, lost);
    request.addEventListener("load", () => {
      try {
        // because the API answers what the route's contract says
        resolve(answerIn(jsonOf(request.responseText), request.status) as ConsoleAnswer<Name>);
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
    request.send(sending.file);
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
