import { describe, expect, it } from "vitest";
import { renderFields } from "./render-fields.ts";
import { pageOf, renderPage } from "./render-page.ts";
import { renderTable } from "./render-table.ts";

describe("renderTable", () => {
  it("aligns its columns by the cells that characters take on a terminal", () => {
    const table = renderTable(
      ["name", "live"],
      [
        ["茶店 🍵", false],
        ["Café", true],
        ["plain name", null],
      ],
    );
    expect(table.split("\n")).toEqual([
      "NAME        LIVE",
      "茶店 🍵     no",
      "Café        yes",
      "plain name  -",
    ]);
  });

  it("shows what could steer a terminal or break a line as its escape", () => {
    expect(renderTable(["reason"], [["a\u001b[2Jb\nc\u202ed"]])).toBe("REASON\na\\u001b[2Jb\\u000ac\\u202ed");
  });
});

describe("renderFields", () => {
  it.each([
    ["embeddings and overrides", "\u202a\u202b\u202c\u202d\u202e"],
    ["isolates", "\u2066\u2067\u2068\u2069"],
    ["marks", "\u200e\u200f\u061c"],
    ["what nobody sees", "\u00ad\u200b\u200d\u2060\ufeff\u{e0041}"],
  ])("shows %s, which could show a text otherwise than it is, as escapes", (_, characters) => {
    const escapes = Array.from(
      characters,
      (one) => `\\u${one.codePointAt(0)?.toString(16).padStart(4, "0")}`,
    );
    expect(renderFields({ response: `a${characters}b`, list: [characters] }).split("\n")).toEqual([
      `response  a${escapes.join("")}b`,
      `list      ${escapes.join("")}`,
    ]);
  });

  it("shows each member but what the object is, and a closing sentence", () => {
    const document = { object: "x", id: "x_1", event_types: ["a", "b"], revoked_at: null };
    expect(renderFields(document, "Keep it.").split("\n")).toEqual([
      "id           x_1",
      "event_types  a, b",
      "revoked_at   -",
      "",
      "Keep it.",
    ]);
  });
});

describe("renderPage", () => {
  const shape = { documentOf: (id: string) => ({ id }), cursorOf: (id: string) => id };

  it("says how to go on when there is more", () => {
    const page = pageOf(["c", "b", "a"], 2, shape);
    expect(page).toEqual({
      object: "list",
      data: [{ id: "c" }, { id: "b" }],
      has_more: true,
      next_cursor: "b",
    });
    expect(renderPage(page, ["id"])).toBe("ID\nc\nb\n\nmore: --starting-after b");
  });

  it("ends with the last page, also when it is just full", () => {
    const page = pageOf(["b", "a"], 2, shape);
    expect(page).toMatchObject({ has_more: false, next_cursor: null });
    expect(renderPage(page, ["id"])).toBe("ID\nb\na");
  });

  it("says that there is nothing", () => {
    expect(renderPage(pageOf([], 2, shape), ["id"])).toBe("none");
  });
});
