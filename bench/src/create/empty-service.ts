import { once } from "node:events";
import { parseCreatePayment } from "@compose-pay/contracts";
import express from "express";
import { tell } from "../ground/programs.ts";
import { portOf } from "../ground/port-of.ts";

/** The floor under every HTTP service of this kind: read, validate, answer, and nothing else. */
const app = express();
app.use(express.json());
app.post("/v1/payments", (request, response) => {
  const parsed = parseCreatePayment(request.body);
  if (!parsed.ok) return void response.status(422).json(parsed.errors);
  response.status(202).json({ ...parsed.value, id: "pay_none", status: "processing" });
});

process.on("disconnect", () => process.exit(1));
const server = app.listen(0, "127.0.0.1");
await once(server, "listening");
tell({ port: portOf(server) });
