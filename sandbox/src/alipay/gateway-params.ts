import type { Request } from "express";
import { bodyBytes } from "../core/raw-body.ts";
import type { Params } from "./signed-params.ts";

/** The parameters of the query and of an urlencoded body as one set, each decoded once. */
export function gatewayParams(req: Request): Params {
  const query = new URLSearchParams(req.originalUrl.split("?").slice(1).join("?"));
  const form = req.is("urlencoded") ? new URLSearchParams(bodyBytes(req).toString()) : [];
  return Object.fromEntries([...query, ...form]);
}
