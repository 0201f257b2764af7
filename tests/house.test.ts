import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "..");

/** What a room's code may import of ours. Downwards only; nothing sideways. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  "packages/domain": [],
  "packages/runtime": [],
  "packages/archive": ["runtime"],
  "packages/contracts": ["domain"],
  "packages/webhooks": ["runtime"],
  "packages/database": ["domain", "runtime"],
  "packages/channels": ["domain", "runtime"],
  "packages/http": ["contracts", "database", "runtime"],
  "packages/messaging": ["contracts", "database", "domain", "runtime"],
  "packages/application": [
    "archive",
    "channels",
    "contracts",
    "database",
    "domain",
    "messaging",
    "runtime",
    "webhooks",
  ],
  sandbox: [],
  // What merchants copy stands on what they have, too.
  "examples/merchant-express": [],
};
const anyPackage = [
  "application",
  "archive",
  "channels",
  "contracts",
  "database",
  "domain",
  "http",
  "messaging",
  "runtime",
  "webhooks",
] as const;

/** Where a workspace has code: its own, its page, what its tests share, and those of the whole product. */
const sourceFolders = ["src", "web/src", "testing", "journeys", "model"];

/** A file longer than this hides a noun. */
const mostLines = 300;

describe("the house", () => {
  const sources = workspaces().flatMap(({ folder, name }) =>
    sourceFolders
      .map((one) => path.join(root, folder, one))
      .filter((one) => existsSync(one))
      .flatMap(sourceFiles)
      .map((file) => ({ file, folder, room: name })),
  );
  const code = sources.filter(({ file }) => !isTest(file));

  it("imports run downwards only, through a package's one entry", () => {
    const faults = code.flatMap(({ file, folder }) =>
      importsOf(file)
        .filter((name) => name.startsWith("@compose-pay/"))
        .filter((name) => !allowed(folder).includes(name.slice("@compose-pay/".length)))
        .map((name) => `${short(file)} imports ${name}`),
    );
    expect(faults).toEqual([]);
  });

  it("every package that a file imports is declared by its workspace", () => {
    const faults = sources.flatMap(({ file, folder }) => {
      const declared = declaredBy(folder, isTest(file) || isPage(file));
      return importsOf(file)
        .filter((name) => !name.startsWith(".") && !name.startsWith("node:"))
        .map(packageOf)
        .filter((name) => !declared.has(name))
        .map((name) => `${short(file)} imports ${name}`);
    });
    expect(faults).toEqual([]);
  });

  it("no file leaves its workspace by a relative path", () => {
    const faults = sources.flatMap(({ file, folder }) =>
      importsOf(file)
        .filter((name) => name.startsWith("."))
        .filter(
          (name) => !path.resolve(path.dirname(file), name).startsWith(path.join(root, folder) + path.sep),
        )
        .map((name) => `${short(file)} imports ${name}`),
    );
    expect(faults).toEqual([]);
  });

  it("the console's page knows nothing of ours but the contracts, and those as types alone", () => {
    const page = code.filter(({ file }) => isPage(file));
    expect(page.length).toBeGreaterThan(100);
    const ofOurs = page.flatMap(({ file }) =>
      [...read(file).matchAll(/^(?:import|export)\s+(type\s)?[^"';]*?from\s+"(@compose-pay\/[^"]+)"/gm)].map(
        ([, type = "", name]) => `${type}${name}`,
      ),
    );
    expect([...new Set(ofOurs)]).toEqual(["type @compose-pay/contracts"]);
  });

  it("the domain knows no package, no clock and no chance", () => {
    const domain = code.filter(({ folder }) => folder === "packages/domain");
    const faults = domain
      .filter(({ file }) => /Date\.now|new Date\(\)|Math\.random|Promise|async |process\./.test(read(file)))
      .map(({ file }) => short(file));
    const imports = domain.flatMap(({ file }) => importsOf(file).filter((name) => !name.startsWith(".")));
    expect([...faults, ...imports]).toEqual([]);
  });

  it("services and only services cannot be imported, and all have the same floor plan", () => {
    const services = workspaces().filter(({ folder }) => folder.startsWith("services/"));
    expect(services.length).toBeGreaterThanOrEqual(4);
    for (const { folder } of services) {
      expect(manifest(folder).exports, folder).toEqual({});
      const main = read(path.join(root, folder, "src/main.ts"));
      expect(main.split("\n").length, `${folder}/src/main.ts`).toBeLessThanOrEqual(61);
      expect(statSync(path.join(root, folder, "src/settings.ts")).isFile()).toBe(true);
    }
    for (const { folder } of workspaces().filter((one) => one.folder.startsWith("packages/"))) {
      expect(manifest(folder).exports, folder).toEqual({ ".": "./src/index.ts" });
    }
  });

  it("only one service consumes a queue", () => {
    const owners = new Map<string, Set<string>>();
    for (const { file, room } of code.filter(({ folder }) => folder.startsWith("services/"))) {
      for (const [, queue] of read(file).matchAll(/consume\(\{\s*queue: "([^"]+)"/g)) {
        if (queue !== undefined) owners.set(queue, (owners.get(queue) ?? new Set()).add(room));
      }
    }
    expect([...owners].filter(([, rooms]) => rooms.size > 1)).toEqual([]);
  });

  it("files are named in kebab-case after what they hold, and none is a drawer for odds and ends", () => {
    const faults = sources
      .map(({ file }) => path.basename(file))
      .filter((name) => !/^[a-z0-9-]+(\.server)?(\.test|\.d)?\.tsx?$/.test(name) || drawers.test(name));
    expect(faults).toEqual([]);
  });

  it(`no source file has more than ${mostLines} lines`, () => {
    const faults = code.filter(({ file }) => read(file).split("\n").length > mostLines + 1);
    expect(faults.map(({ file }) => short(file))).toEqual([]);
  });

  it(".env.example names every setting of every process, and no other", () => {
    const settings: readonly string[] = sources
      .filter(({ file }) => /(^|\/)(settings|shared-settings)\.ts$/.test(file))
      .flatMap(({ file }) =>
        [...read(file).matchAll(/^ {2,}([A-Z][A-Z_]+):/gm)].map(([, name]) => name ?? ""),
      );
    const given = [...read(path.join(root, ".env.example")).matchAll(/^([A-Z][A-Z_]+)=/gm)];
    const named = given.flatMap(([, name = ""]) => (name.startsWith("LOCAL_STACK_") ? [] : [name]));
    expect(named.toSorted()).toEqual([...new Set(settings)].toSorted());
  });

  it("versions are pinned exactly", () => {
    const faults = ["", ...workspaces().map(({ folder }) => folder)].flatMap((folder) =>
      Object.entries({ ...manifest(folder).dependencies, ...manifest(folder).devDependencies })
        .filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))
        .map(([name, version]) => `${folder}: ${name} ${version}`),
    );
    expect(faults).toEqual([]);
  });
});

const drawers = /^(utils?|helpers?|common|manager|base|types)\.ts$/;

interface Manifest {
  readonly name: string;
  readonly exports?: unknown;
  readonly workspaces?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

function workspaces(): readonly { readonly folder: string; readonly name: string }[] {
  const patterns = manifest("").workspaces ?? [];
  return patterns
    .flatMap((pattern) => {
      if (!pattern.endsWith("/*")) return [pattern];
      const parent = pattern.slice(0, -2);
      return readdirSync(path.join(root, parent)).map((child) => `${parent}/${child}`);
    })
    .map((folder) => ({ folder, name: manifest(folder).name }));
}

function manifest(folder: string): Manifest {
  // because this repository writes its own manifests
  return JSON.parse(read(path.join(root, folder, "package.json"))) as Manifest;
}

function allowed(folder: string): readonly string[] {
  if (folder.startsWith("services/")) return anyPackage;
  if (folder === "bench") return [...anyPackage, "cli", "local-stack", "start"];
  return mayImport[folder] ?? [...anyPackage, "local-stack", "sandbox", "start", "test-support"];
}

function declaredBy(folder: string, withDevelopment: boolean): ReadonlySet<string> {
  const own = manifest(folder);
  const names = Object.keys(own.dependencies ?? {});
  if (withDevelopment) names.push(...Object.keys(own.devDependencies ?? {}), "vitest");
  return new Set([...names, own.name]);
}

function importsOf(file: string): readonly string[] {
  const statements =
    /^(?:import|export)\b[^"'`;]*?from\s+"([^"]+)"|^import\s+"([^"]+)"|\bimport\("([^"]+)"\)/gms;
  return [...read(file).matchAll(statements)].flatMap(
    ([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? [],
  );
}

function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

function sourceFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => path.join(folder, name))
    .filter((file) => /\.tsx?$/.test(file) && !file.includes("node_modules"));
}

function isTest(file: string): boolean {
  return (
    /\.test\.tsx?$/.test(file) ||
    file.startsWith(path.join(root, "tests")) ||
    /[/\\](testing|test-support)[/\\]/.test(file)
  );
}

/** What a page is built from is there when it is built, and not at work. */
function isPage(file: string): boolean {
  return /[/\\]web[/\\]src[/\\]/.test(file);
}

function read(file: string): string {
  return readFileSync(file, "utf8");
}

function short(file: string): string {
  return path.relative(root, file);
}
