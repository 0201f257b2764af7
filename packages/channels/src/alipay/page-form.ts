import { createHash } from "node:crypto";

import type { SignedCommand } from "./request-builder.ts";

/**
 * A whole page that posts a signed order to Alipay's cashier. Every value in it is escaped. Its script is
 * constant, no value goes into it, and the page's own policy allows it by its hash; where the merchant's
 * policy forbids scripts that stand in a page, or there is none, the customer presses the button.
 */
export function pageForm(gatewayUrl: string, { query, form }: SignedCommand): string {
  const fields = [...new URLSearchParams(form)].map(
    ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
  );
  return `<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>支付宝</title>
</head>
<body>
<form method="post" action="${escaped(`${gatewayUrl}?${query}`)}" accept-charset="utf-8">
${fields.join("\n")}
<button type="submit">前往支付宝付款</button>
</form>
<script>${script}</script>
</body>
</html>
`;
}

const script = "document.forms[0].submit()";

/** No `form-action`: browsers hold redirects to it too, and the gateway redirects to its cashier's hosts. */
const policy = `default-src 'none'; base-uri 'none'; script-src 'sha256-${createHash("sha256").update(script).digest("base64")}'`;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? "");
}
