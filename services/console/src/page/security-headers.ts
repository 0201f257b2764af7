import type { RequestHandler } from "express";
import helmet from "helmet";

/** Nothing comes from elsewhere, no script stands in a page, and no other page frames this one. */
export function securityHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        connectSrc: ["'self'"],
        imgSrc: ["'self'", "data:"],
        fontSrc: ["'self'"],
        // Ant Design sets styles on the page while it runs.
        styleSrc: ["'self'", "'unsafe-inline'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // Whoever ends TLS before this process decides on it.
    strictTransportSecurity: false,
    referrerPolicy: { policy: "no-referrer" },
  });
}
