import { randomBytes } from "node:crypto";
import { readSettings } from "@compose-pay/runtime";
import { z } from "zod";
import { archiveSettings, openArchive } from "../src/index.ts";

/** Keeps bytes that never end, and says when a megabyte of them was taken. */
const megabyte = 16;

async function* bytesWithoutEnd(): AsyncGenerator<Uint8Array> {
  for (let chunks = 0; ; chunks += 1) {
    if (chunks === megabyte) console.log("under way");
    yield randomBytes(65_536);
    await new Promise((resolve) => setTimeout(resolve, chunks < megabyte ? 0 : 50));
  }
}

await openArchive(readSettings(z.object(archiveSettings), process.env)).keep(bytesWithoutEnd());
