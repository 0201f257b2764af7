import path from "node:path";
import { type Request, type Response, Router } from "express";

/** Where Vite puts the page: `npm run build --workspace services/console`. */
const built = path.resolve(import.meta.dirname, "../../dist");
/** Files in `assets/` have their content's hash in their name. */
const assetMaxAge = "365d";
const notBuilt = "The console's page was not built: npm run build --workspace services/console\n";

/**
 * The page: every path but those of the API and of its files is its own, so that a link into it can be opened. What is no
 * file of it is left to whoever comes next.
 *
 * @param folder what Vite has made
 */
export function pageRoutes(folder: string = built): Router {
  const router = Router();
  const assets = path.join(folder, "assets");
  router.get("/assets/:file", async (request, response, next) => {
    const { file } = request.params;
    const isSent =
      isAssetName(file) &&
      ((isPackedFor(request, file) && (await sendPacked(response, { file, root: assets }))) ||
        (await sendAsset(response, { file, root: assets })));
    if (!isSent) next();
  });
  router.get(/^\/(?!\/|(?:api|assets)(?:\/|$))/i, async (request, response, next) => {
    if (!isDecodable(request.path)) {
      next();
      return;
    }
    const headers = { "Cache-Control": "no-cache" };
    if (await sendFile(response, "index.html", { root: folder, cacheControl: false, headers })) return;
    response.status(503).set("Cache-Control", "no-store").type("text/plain").send(notBuilt);
  });
  return router;
}

function isDecodable(address: string): boolean {
  try {
    return !decodeURIComponent(address).includes("\0");
  } catch {
    return false;
  }
}

interface Asset {
  readonly file: string;
  readonly root: string;
}

/** All assets lie in one folder. */
function isAssetName(file: string): boolean {
  return /^\w[\w.-]{0,200}$/.test(file) && !file.endsWith(".gz");
}

/** The build packs what is text. */
function isPackedFor(request: Request, file: string): boolean {
  return /\.(js|css|svg)$/.test(file) && request.acceptsEncodings("gzip") === "gzip";
}

async function sendPacked(response: Response, { file, root }: Asset): Promise<boolean> {
  response.vary("Accept-Encoding").type(path.extname(file));
  const headers = { "Content-Encoding": "gzip" };
  if (await sendFile(response, `${file}.gz`, { root, immutable: true, maxAge: assetMaxAge, headers }))
    return true;
  response.removeHeader("Content-Type");
  return false;
}

function sendAsset(response: Response, { file, root }: Asset): Promise<boolean> {
  return sendFile(response, file, { root, immutable: true, maxAge: assetMaxAge });
}

interface SendOptions {
  readonly root: string;
  readonly immutable?: boolean;
  readonly maxAge?: string;
  readonly cacheControl?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/** @returns false when there is no such file, and nothing was sent */
function sendFile(response: Response, name: string, options: SendOptions): Promise<boolean> {
  return new Promise((resolve, reject) => {
    response.sendFile(name, options, (error) => {
      if (error === undefined || response.headersSent || isClientGone(error)) resolve(true);
      else if (isMissing(error)) resolve(false);
      else reject(error);
    });
  });
}

interface SendError extends Error {
  readonly status?: number;
  readonly code?: string;
}

function isClientGone(error: SendError): boolean {
  return error.code === "ECONNABORTED";
}

function isMissing(error: SendError): boolean {
  return error.status === 404 || error.code === "EISDIR";
}
