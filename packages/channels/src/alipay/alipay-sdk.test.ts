import { Socket } from "node:net";

import { describe, expect, it } from "vitest";

import { AlipaySdk } from "./alipay-sdk.ts";

describe("Alipay's package", () => {
  it("leaves the sockets of the process alone: one error may end two of them", async () => {
    expect(AlipaySdk.name).toBe("AlipaySdk");
    const error = new Error("the pool is destroyed");
    const ended = [new Socket(), new Socket()].map(
      (socket) =>
        new Promise((resolve) => {
          socket.on("error", resolve);
          socket.destroy(error);
        }),
    );
    expect(await Promise.all(ended)).toEqual([error, error]);
  });
});
