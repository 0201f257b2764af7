import path from "node:path";
import express, { Router } from "express";

/** Where Vite puts the page: `npm run build --workspace services/console`. */
const built = path.resolve(import.meta.dirname, "../../dist");
/** Files in `assets/` have their content's hash in their name. */
const assetMaxAge = "365d";

/** The page: every path that is no file is its own, so that a link into it can be opened. */
export function pageRoutes(): Router {
  const router = Router();
  router.use(
    "/assets",
    express.static(path.join(built, "assets"), { immutable: true, maxAge: assetMaxAge, fallthrough: false }),
  );
  router.get(/^\/(?!assets\/|api\/)[\w/.-]*$/, (_, response, next) => {
    response.sendFile(
      "index.html",
      { root: built, cacheControl: false, headers: { "Cache-Control": "no-cache" } },
      (error) => {
        if (error !== undefined && !response.headersSent) next();
      },
    );
  });
  return router;
}
