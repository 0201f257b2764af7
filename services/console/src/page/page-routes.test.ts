import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, request, type IncomingHttpHeaders, type Server } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import express from "express";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pageRoutes } from "./page-routes.ts";
import { securityHeaders } from "./security-headers.ts";

const script = "globalThis.isLoaded = true;\n".repeat(100);
let folder: string;
let server: Server;
let unbuilt: Server;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "console-page-"));
  const assets = path.join(folder, "dist/assets");
  await mkdir(path.join(assets, "folder"), { recursive: true });
  await writeFile(path.join(folder, "secret.txt"), "secret");
  await writeFile(path.join(folder, "dist/index.html"), "<!doctype html><title>console</title>");
  await writeFile(path.join(assets, "index-A1.js"), script);
  await writeFile(path.join(assets, "index-A1.js.gz"), gzipSync(script));
  await writeFile(path.join(assets, "plain-B2.css"), "body {}");
  await writeFile(path.join(assets, ".hidden"), "secret");
  server = await serve(path.join(folder, "dist"));
  unbuilt = await serve(path.join(folder, "nowhere"));
});
afterAll(async () => {
  server.close();
  unbuilt.close();
  await rm(folder, { recursive: true });
});

function serve(dist: string): Promise<Server> {
  const app = express();
  app.use(securityHeaders());
  app.use(pageRoutes(dist));
  app.use((_, response) => void response.status(418).send("next"));
  const started = createServer(app);
  return new Promise((resolve) => started.listen(0, "127.0.0.1", () => resolve(started)));
}

interface Got {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Sends a path as it is: `fetch` would resolve its dots. */
function get(of: Server, rawPath: string, headers: Readonly<Record<string, string>> = {}): Promise<Got> {
  const address = of.address();
  if (address === null || typeof address === "string") throw new Error("the server listens on a port");
  return new Promise((resolve, reject) => {
    request({ port: address.port, host: "127.0.0.1", path: rawPath, headers }, (response) => {
      const pieces: Buffer[] = [];
      response.on("data", (piece: Buffer) => pieces.push(piece));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(pieces),
        }),
      );
    })
      .on("error", reject)
      .end();
  });
}

describe("the page", () => {
  it.each(["/", "/payments", "/payments/pay_1", "/jobs/bills.fetch", "/account?tab=1", "/%E6%94%AF"])(
    "answers %s, and asks to be looked for anew each time",
    async (address) => {
      const got = await get(server, address);
      expect(got.status).toBe(200);
      expect(got.headers["content-type"]).toBe("text/html; charset=utf-8");
      expect(got.headers["cache-control"]).toBe("no-cache");
      expect(got.body.toString()).toContain("<title>console</title>");
      const again = await get(server, address, { "If-None-Match": got.headers.etag ?? "" });
      expect(again.status).toBe(304);
    },
  );

  it.each(["/api", "/api/", "/api/x/y", "/API/x/y", "/assets", "/assets/", "//example.com", "/%ff", "/a%00"])(
    "leaves %s to others",
    async (address) => {
      expect((await get(server, address)).status).toBe(418);
    },
  );

  it("says how to build it where it was not built", async () => {
    const got = await get(unbuilt, "/payments");
    expect(got.status).toBe(503);
    expect(got.headers["content-type"]).toContain("text/plain");
    expect(got.headers["cache-control"]).toBe("no-store");
    expect(got.body.toString()).toContain("npm run build");
    expect((await get(unbuilt, "/assets/index-A1.js")).status).toBe(418);
  });

  it("lets only scripts of its own run", async () => {
    const policy = String((await get(server, "/")).headers["content-security-policy"]);
    expect(policy.split(";")).toContain("script-src 'self'");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe-eval");
  });
});

describe("a file of the page", () => {
  it("is kept for as long as a browser likes, packed for whoever takes it so", async () => {
    const packed = await get(server, "/assets/index-A1.js", { "Accept-Encoding": "gzip, br" });
    expect(packed.headers).toMatchObject({
      "content-type": "text/javascript; charset=utf-8",
      "content-encoding": "gzip",
      "cache-control": "public, max-age=31536000, immutable",
      vary: "Accept-Encoding",
    });
    expect(gunzipSync(packed.body).toString()).toBe(script);
    const plain = await get(server, "/assets/index-A1.js", { "Accept-Encoding": "gzip;q=0" });
    expect(plain.headers["content-encoding"]).toBeUndefined();
    expect(plain.body.toString()).toBe(script);
  });

  it("comes as it is where the build has not packed it", async () => {
    const got = await get(server, "/assets/plain-B2.css", { "Accept-Encoding": "gzip" });
    expect(got.status).toBe(200);
    expect(got.headers["content-encoding"]).toBeUndefined();
    expect(got.headers["content-type"]).toBe("text/css; charset=utf-8");
    expect(got.body.toString()).toBe("body {}");
  });

  it.each([
    "/assets/gone-C3.js",
    "/assets/folder",
    "/assets/.hidden",
    "/assets/index-A1.js.gz",
    "/assets/../secret.txt",
    "/assets/..%2f..%2fsecret.txt",
    "/assets/%2e%2e/%2e%2e/secret.txt",
    "/assets/..%5c..%5csecret.txt",
    "/assets/index-A1.js%00.css",
    "/assets/folder/../../../secret.txt",
  ])("is none for %s", async (address) => {
    const got = await get(server, address, { "Accept-Encoding": "gzip" });
    expect(got.status).toBe(418);
    expect(got.headers["content-encoding"]).toBeUndefined();
    expect(got.headers["cache-control"]).toBeUndefined();
  });
});
