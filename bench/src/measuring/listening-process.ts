import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** The state of a socket that listens, and the fields of a line, by proc_pid_net(5). */
const listening = "0A";
const fieldOf = { localAddress: 1, state: 3, inode: 9 } as const;

/**
 * The process that listens on this TCP port of the machine, by proc(5). Null outside Linux, and for a process of another
 * user or machine.
 */
export function listeningProcess(port: number): number | null {
  const inodes = new Set(["tcp", "tcp6"].flatMap((table) => inodesOf(`/proc/net/${table}`, port)));
  const pids = list("/proc").filter((name) => /^\d+$/.test(name));
  const found = pids.find((pid) =>
    list(`/proc/${pid}/fd`).some((fd) => inodes.has(socketOf(`/proc/${pid}/fd/${fd}`))),
  );
  return found === undefined ? null : Number(found);
}

function inodesOf(table: string, port: number): readonly string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return read(table)
    .split("\n")
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[fieldOf.localAddress]?.endsWith(suffix) === true)
    .filter((fields) => fields[fieldOf.state] === listening)
    .map((fields) => fields[fieldOf.inode] ?? "");
}

function socketOf(link: string): string {
  try {
    return /^socket:\[(\d+)\]$/.exec(readlinkSync(link))?.[1] ?? "";
  } catch {
    return "";
  }
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
