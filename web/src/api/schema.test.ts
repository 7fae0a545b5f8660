// SPDX-License-Identifier: Apache-2.0
import { readFile } from "node:fs/promises";
import openapiTypes, { astToString, COMMENT_HEADER } from "openapi-typescript";
import { expect, it } from "vitest";

it("has types that are those of the API document; `npm run generate -w web` makes them so", async () => {
  const document = new URL("../../../src/api/openapi.json", import.meta.url);
  const generated = COMMENT_HEADER + astToString(await openapiTypes(document));
  expect(await readFile(new URL("schema.d.ts", import.meta.url), "utf8")).toBe(generated);
});
