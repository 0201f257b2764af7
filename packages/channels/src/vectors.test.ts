import { describe, expect, it } from "vitest";
import { z } from "zod";

import { vectorFileNames, vectorFiles, vectorsOf, type VectorFile } from "../testing/vectors.ts";

describe("the published test data of the protocols", () => {
  it("is known file by file", () => {
    expect(vectorFileNames()).toEqual(Object.keys(vectorFiles).sort());
  });

  it("has the items that were counted when it was copied", () => {
    const files = Object.entries(vectorFiles) as [VectorFile, (typeof vectorFiles)[VectorFile]][]; // because entries() forgets the literal keys
    for (const [file, { items }] of files)
      expect([file, vectorsOf(file, z.unknown()).length]).toEqual([file, items]);
  });
});
