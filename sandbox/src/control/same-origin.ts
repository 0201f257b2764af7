import type { RequestHandler } from "express";
import { Problem, sendProblem } from "./problem.ts";

/** Keeps a web page that the developer happens to visit from working the controls. */
export const requireSameOrigin: RequestHandler = (req, res, next) => {
  const origin = req.get("origin");
  if (origin === undefined || URL.parse(origin)?.host === req.get("host")) return next();
  sendProblem(
    res,
    new Problem(403, "Foreign origin", "the controls answer to their own page and to programs"),
  );
};
