import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

/** Where servers live although a user's PATH often leaves them out. */
const sideFolders = [
  "/usr/local/sbin",
  "/usr/sbin",
  "/sbin",
  "/opt/homebrew/bin",
  "/opt/homebrew/sbin",
  "/usr/local/bin",
  "/usr/local/mysql/bin",
] as const;

/** The absolute path of the first of these programs (names or absolute paths) that is installed. */
export function findProgram(names: readonly string[], env: NodeJS.ProcessEnv): string | undefined {
  const folders = [...(env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== ""), ...sideFolders];
  const places = (name: string): readonly string[] =>
    isAbsolute(name) ? [name] : folders.map((folder) => join(folder, name));
  return names.flatMap(places).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
