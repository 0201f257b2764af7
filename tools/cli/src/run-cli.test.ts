import { servedMethods } from "@compose-pay/domain";
import { describe, expect, it } from "vitest";
import { runInMemory } from "../testing/run-in-memory.ts";
import { commands } from "./commands.ts";

describe("runCli", () => {
  it.each(commands.map((command) => [command.words, command] as const))(
    "%s says in its help what each parameter means",
    async (words, { parameters, summary }) => {
      const { exitCode, stdout } = await runInMemory([...words.split(" "), "--help"]);
      expect(exitCode).toBe(0);
      const said = stdout.replaceAll(/\s+/g, " ");
      for (const one of [{ usage: "", help: summary }, ...Object.values(parameters)]) {
        expect(said).toContain(one.help);
        expect(said).toContain(one.usage);
      }
    },
  );

  it("tells all faults of a call together, and does nothing", async () => {
    const args = ["contract", "put", "--app", "mer_1", "--method", "cash", "--min-amount", "0.5"];
    const { exitCode, stdout, stderr } = await runInMemory(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr.split("\n")).toEqual([
      "--app must be the id of an app (app_…)",
      `--method must be one of ${servedMethods.join(", ")}`,
      "--min-amount must be a whole number from 1 to 10000000000",
      "see --help",
      "",
    ]);
  });

  it("names what is missing by its option", async () => {
    const { exitCode, stderr } = await runInMemory(["app", "create", "--json"]);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stderr)).toMatchObject({
      error: {
        code: "usage",
        faults: [
          { parameter: "--merchant", message: "is missing" },
          { parameter: "--name", message: "is missing" },
        ],
      },
    });
  });

  it.each([
    ["an unknown command", ["merchnat"], "unknown command 'merchnat' (Did you mean merchant?)"],
    ["an unknown option", ["migrate", "--force"], "unknown option '--force'"],
    [
      "an option without its value",
      ["merchant", "create", "--name"],
      "option '--name <name>' argument missing",
    ],
    ["an argument that is left out", ["key", "revoke"], "missing required argument 'id'"],
    ["an argument too many", ["migrate", "now"], /too many arguments/],
    [
      "rules that contradict each other",
      contract("--min-amount", "2", "--max-amount", "1"),
      "--min-amount must be at most --max-amount",
    ],
    ["neither some dead letters nor all", letters("replay"), "--id or --all is missing"],
    ["some dead letters and all", letters("replay", "--id", "msg_1", "--all"), "--all cannot go with --id"],
    ["a drop without a reason", letters("drop", "--all"), "--reason is missing"],
    [
      "a range that lets in more than it says",
      ["ip-rule", "add", "--app", "app_1", "--cidr", "10.1.2.3/8"],
      "--cidr has bits beyond its prefix; the range is 10.0.0.0/8",
    ],
    [
      "an endpoint with user information",
      ["endpoint", "create", "--app", "app_1", "--url", "https://u:p@shop.example"],
      "--url must be an absolute http or https URL without user information",
    ],
    [
      "an endpoint whose URL no other parser reads the same",
      ["endpoint", "create", "--app", "app_1", "--url", "https://shop.example/a|b"],
      "--url must be an absolute http or https URL without user information",
    ],
    [
      "a name that no database keeps",
      ["merchant", "create", "--name", "\ud83c"],
      "--name must not contain unpaired surrogates",
    ],
    [
      "a name on two lines",
      ["merchant", "create", "--name", "a\nb"],
      "--name must not contain control characters",
    ],
    [
      "an event type that is none",
      [
        "endpoint",
        "create",
        "--app",
        "app_1",
        "--url",
        "https://shop.example",
        "--event-types",
        "payment.succeeded,payment",
      ],
      /^--event-types must be \* or some of payment\.succeeded, /,
    ],
  ])("answers %s with exit code 2, as text and as JSON", async (_, args, message) => {
    const asText = await runInMemory(args);
    expect(asText).toMatchObject({ exitCode: 2, stdout: "" });
    const [line] = asText.stderr.split("\n");
    const asJson = await runInMemory([...args, "--json"]);
    expect(asJson).toMatchObject({ exitCode: 2, stdout: "" });
    expect(JSON.parse(asJson.stderr)).toMatchObject({ error: { code: "usage", message: line } });
    expect(line).toMatch(message);
  });

  it("answers a line without a command with help, exit code 2", async () => {
    const { stderr, ...asText } = await runInMemory([]);
    expect(asText).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(/^Usage: npm run cli --/);
    const asJson = await runInMemory(["--json"]);
    expect(JSON.parse(asJson.stderr)).toMatchObject({ error: { message: "a command is missing" } });
  });

  it("names every setting that a command lacks, and none that it does not use", async () => {
    const args = ["endpoint", "create", "--app", "app_1", "--url", "https://shop.example", "--json"];
    const { exitCode, stderr } = await runInMemory(args);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stderr)).toEqual({
      error: {
        code: "settings_wrong",
        message: "the configuration is wrong: DATABASE_URL is missing; MASTER_KEY is missing",
      },
    });
  });

  it("says with --verbose where settings come from, and not what they are", async () => {
    const env = { DATABASE_URL: "mysql://root:hidden-word@127.0.0.1:1/x" };
    const { exitCode, stderr } = await runInMemory(["merchant", "create", "--name", "x", "--verbose"], env);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("DATABASE_URL: from the environment");
    expect(stderr).toContain("the database does not answer: connect ECONNREFUSED 127.0.0.1:1");
    expect(stderr).not.toContain("hidden-word");
  });
});

function contract(...rest: readonly string[]): string[] {
  return ["contract", "put", "--app", "app_1", "--method", "mock", ...rest];
}

function letters(verb: string, ...rest: readonly string[]): string[] {
  return ["dead-letters", verb, "--service", "notify-worker", ...rest];
}
