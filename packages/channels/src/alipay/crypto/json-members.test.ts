import { describe, expect, it } from "vitest";

import { jsonMembers } from "./json-members.ts";

describe("the members of a JSON object", () => {
  it.each([
    ['{"a":{"b":"}","c":["]",{"d":"\\""}]},"e":-1.5e3}', ['{"b":"}","c":["]",{"d":"\\""}]}', "-1.5e3"]],
    [' { "a" : "x\\\\" , "a" : true }\n', ['"x\\\\"', "true"]],
    ["{}", []],
  ])("stand where their source stands: %s", (text, values) => {
    expect(jsonMembers(text)?.map(({ start, end }) => text.slice(start, end))).toEqual(values);
  });

  it.each([
    "",
    "[]",
    "{",
    '{"a"',
    '{"a":',
    '{"a":1',
    '{"a":1,}',
    '{"a":"x}',
    '{"a":{"b":1}',
    '{"a":1} x',
    "{a:1}",
  ])("are none in a text that is no whole object: %s", (text) => {
    expect(jsonMembers(text)).toBeNull();
  });

  it("are the ones that the JSON parser sees", () => {
    const value = { "": null, 'quo"te': "\\", list: [[], {}, ["}"]], 支付: "宝{" };
    const text = Buffer.from(JSON.stringify(value, null, 2)).toString("latin1");
    const read = jsonMembers(text)?.map(({ key, start, end }) => [
      JSON.parse(Buffer.from(`"${key}"`, "latin1").toString()) as string, // because the key is quoted JSON text
      JSON.parse(Buffer.from(text.slice(start, end), "latin1").toString()) as unknown,
    ]);
    expect(read).toEqual(Object.entries(value));
  });
});
