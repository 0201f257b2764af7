export { type Archive, ArchiveError, type ArchiveFault, type KeptFile } from "./archive.ts";
export * from "./open-archive.ts";
export * from "./scratch-folder.ts";
export * from "./settings.ts";
