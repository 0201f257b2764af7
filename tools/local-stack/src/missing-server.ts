import { knownServers } from "./known-servers.ts";
import type { ServerName } from "./known-servers.ts";

/** One sentence on what is missing and one on what to do about it. */
export function missingServerSentence(names: readonly ServerName[], platform: NodeJS.Platform): string {
  const missing = names.map((name) => `${knownServers[name].label} (${knownServers[name].programs})`);
  const variables = names.map((name) => knownServers[name].urlVariable);
  return (
    `Not found: ${list(missing)}. ` +
    `Either start Docker, or install it (${installCommand(names, platform)}), ` +
    `or set ${list(variables)} to a running server.`
  );
}

function installCommand(names: readonly ServerName[], platform: NodeJS.Platform): string {
  if (platform === "darwin") {
    return `brew install ${names.map((name) => knownServers[name].homebrewFormula).join(" ")}`;
  }
  const packages = names.map((name) => knownServers[name].debianPackage).join(" ");
  return `on Debian or Ubuntu: sudo apt-get install --no-install-recommends ${packages}`;
}

function list(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1) ?? ""}`;
}
