import { mkdirSync } from "node:fs";
import path from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

/** A real Chromium, with pages of people who sign in to the console. */
export interface ConsoleBrowser {
  /** A person with a browser of their own; `width` in pixels of the screen. */
  open(options?: { readonly width?: number }): Promise<ConsolePage>;
  close(): Promise<void>;
}

export interface ConsolePage {
  readonly page: Page;
  /** Goes to a path of the console and waits until nothing loads any more. */
  goTo(path: string): Promise<void>;
  /** Keeps a picture of the page, to be looked at. */
  picture(name: string): Promise<void>;
  /** Bytes of all answers so far as they came over the wire, packed where they were. */
  bytes(): Promise<number>;
  /**
   * What the page has logged as errors, what its policy has forbidden, dialogs that scripts have opened, and requests to
   * anywhere else.
   */
  readonly troubles: readonly string[];
}

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Where pictures are kept: `.local` is no part of the sources. */
const pictureFolder = path.resolve(import.meta.dirname, "../../../.local/test/pictures");

/** @throws when CHROMIUM_PATH names no program: run these tests by "npm test", which brings up a browser */
export async function openConsoleBrowser(url: string): Promise<ConsoleBrowser> {
  const executablePath = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";
  const browser = await chromium.launch({ executablePath, args: flags });
  mkdirSync(pictureFolder, { recursive: true });
  return {
    open: async ({ width = 1_280 } = {}) => openPage(browser, url, width),
    close: () => browser.close(),
  };
}

async function openPage(browser: Browser, url: string, width: number): Promise<ConsolePage> {
  const context: BrowserContext = await browser.newContext({
    baseURL: url,
    viewport: { width, height: 900 },
    locale: "zh-CN",
    // A colour in the middle of a fade has a contrast of its own.
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const troubles = troublesOf(page, url);
  const sizes: Promise<number>[] = [];
  page.on("requestfinished", (request) => {
    sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
  });
  return {
    page,
    troubles,
    bytes: async () => (await Promise.all(sizes)).reduce((sum, bytes) => sum + bytes, 0),
    goTo: async (place) => {
      await page.goto(place);
      await page.waitForLoadState("networkidle");
      // What comes by a stream is no load that the browser waits for.
      await page.locator(".ant-spin-spinning").first().waitFor({ state: "detached" });
    },
    picture: async (name) => {
      await page.screenshot({ path: path.join(pictureFolder, `${name}.png`), fullPage: true });
    },
  };
}

/** Written down from now on; a browser reports what its policy forbids as an error of the console. */
function troublesOf(page: Page, url: string): readonly string[] {
  const troubles: string[] = [];
  page.on("pageerror", (error) => troubles.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") troubles.push(message.text());
  });
  page.on("dialog", (dialog) => {
    troubles.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    const asked = new URL(request.url());
    if (asked.protocol !== "data:" && asked.origin !== new URL(url).origin)
      troubles.push(`a request to ${request.url()}`);
  });
  return troubles;
}
