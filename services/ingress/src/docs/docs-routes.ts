import path from "node:path";
import { fileURLToPath } from "node:url";
import { Router } from "express";
import helmet from "helmet";
import { page, starter } from "./docs-page.ts";

/** Where Swagger UI's own files lie in its package. */
const assets = path.dirname(fileURLToPath(import.meta.resolve("swagger-ui-dist/swagger-ui.css")));
const served = ["swagger-ui.css", "swagger-ui-bundle.js"];
const assetMaxAgeMs = 86_400_000;

/** `GET /docs`: a readable reference made from `/openapi.json`. Everything comes from here, nothing from elsewhere. */
export function docsRoutes(): Router {
  const router = Router();
  router.use(securityHeaders());
  router.get("/", (_, response) => void response.type("html").send(page));
  router.get("/start.js", (_, response) => void response.type("js").send(starter));
  for (const file of served) {
    router.get(`/${file}`, (_, response) => {
      response.sendFile(file, { root: assets, maxAge: assetMaxAgeMs });
    });
  }
  return router;
}

function securityHeaders() {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        connectSrc: ["'self'"],
        imgSrc: ["'self'", "data:"],
        fontSrc: ["'self'"],
        // Swagger UI sets styles on its elements.
        styleSrc: ["'self'", "'unsafe-inline'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // Whoever ends TLS before this process decides on it.
    strictTransportSecurity: false,
  });
}
