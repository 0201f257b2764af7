export { type CliWorld, runCli } from "./run-cli.ts";
