import { Router } from "express";
import { z } from "zod";
import { autopaySchema } from "../core/autopay.ts";
import { toRfc3339 } from "../core/china-time.ts";
import { faultSchema } from "../core/fault.ts";
import type { ControlDesk } from "./control-desk.ts";
import { newAccountBody } from "./new-account.ts";
import { parseOrProblem } from "./problem.ts";

const centuryMs = 100 * 365 * 86_400_000;

const faultList = z.array(faultSchema).max(100);
const clockBody = z.union([
  z.strictObject({ advance_ms: z.int().min(-centuryMs).max(centuryMs) }),
  z.strictObject({
    now: z.union([
      z
        .int()
        .min(0)
        .max(2 * centuryMs),
      z.iso.datetime({ offset: true }),
    ]),
  }),
]);

/** `/control/…` beside the orders: faults, customers who pay by themselves, the clock, accounts. */
export function settingsRoutes(desk: ControlDesk): Router {
  const router = Router();
  addFaults(router, desk);
  addClock(router, desk);
  addAccounts(router, desk);
  router.get("/autopay", (_req, res) => void res.json(desk.autopay.list()));
  router.put("/autopay", (req, res) => {
    const rule = parseOrProblem(autopaySchema, req.body);
    desk.autopay.set(rule);
    res.json(rule);
  });
  return router;
}

function addFaults(router: Router, { faults }: ControlDesk): void {
  router.get("/faults", (_req, res) => void res.json(faults.list()));
  router.put("/faults", (req, res) => {
    faults.replace(parseOrProblem(faultList, req.body));
    res.json(faults.list());
  });
  router.delete("/faults", (_req, res) => {
    faults.replace([]);
    res.json(faults.list());
  });
}

function addClock(router: Router, { clock }: ControlDesk): void {
  const state = () => ({ now: toRfc3339(clock.now()), offset_ms: clock.offsetMs() });
  router.get("/clock", (_req, res) => void res.json(state()));
  router.post("/clock", (req, res) => {
    const move = parseOrProblem(clockBody, req.body);
    clock.moveTo("advance_ms" in move ? clock.now() + move.advance_ms : new Date(move.now).getTime());
    res.json(state());
  });
}

function addAccounts(router: Router, { accounts }: ControlDesk): void {
  router.get("/accounts", (_req, res) => void res.json(accounts.demo()));
  router.post("/accounts", async (req, res) => {
    res.status(201).json(await accounts.open(parseOrProblem(newAccountBody, req.body)));
  });
}
