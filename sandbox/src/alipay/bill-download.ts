import { Router } from "express";
import type { Answer, Reply } from "../core/answer.ts";
import { carryOut } from "../core/exchange.ts";
import type { AlipayDesk } from "./alipay-desk.ts";
import { billPath } from "./query-bill-url.ts";
import { breakdown } from "./seal.ts";

/** The file behind a bill's address: whoever has the address may have it, and nothing is signed. */
export function billDownload(desk: AlipayDesk): Router {
  const router = Router({ caseSensitive: true, strict: true });
  router.get(billPath, (req, res) =>
    carryOut(res, desk.faults.draw("alipay", "bill_download"), {
      work: () => fileOf(desk, { ...req.query }),
      seal: async (reply: Reply | Answer) => ({ headers: html, ...reply }),
      breakdown,
      tooFast: { status: 429, body: "<html><body>429 Too Many Requests</body></html>" },
    }),
  );
  return router;
}

const html = { "Content-Type": "text/html;charset=utf-8" } as const;

function fileOf(
  desk: AlipayDesk,
  { token, downloadFileName: name }: Readonly<Record<string, unknown>>,
): Reply | Answer {
  const link = typeof token === "string" ? desk.billLinks.find(token) : null;
  if (link === null) return { status: 403, body: "<html><body>下载链接已失效</body></html>" };
  const { bytes, open } = link.file;
  const disposition = /^[\w.]+$/.test(String(name)) ? `attachment; filename="${String(name)}"` : "attachment";
  const headers = { "Content-Type": "application/zip", "Content-Disposition": disposition };
  return { status: 200, headers, body: "", file: { bytes, open } };
}
