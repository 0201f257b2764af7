import { hostname, userInfo } from "node:os";
import { lineOf } from "./parameters.ts";

/** Who runs the command, for the record, unless they say it themselves. */
export const byParameter = {
  usage: "--by <name>",
  help: "who says so (default: the user of this machine)",
  schema: lineOf(128).default(operatorName),
};

function operatorName(): string {
  return `${userName()}@${hostname()}`.slice(0, 128);
}

/** A container may run under a number that no user has. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}
