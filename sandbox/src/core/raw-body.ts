import express from "express";
import type { Request, RequestHandler } from "express";

/** Reads every body as the bytes that came, up to 1 MiB. */
export const rawBody: RequestHandler = express.raw({ type: () => true, limit: "1mb", inflate: false });

/** The bytes of the body; none when there was no body. */
export function bodyBytes(req: Request): Buffer {
  const body: unknown = req.body;
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}
