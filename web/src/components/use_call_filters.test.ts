// SPDX-License-Identifier: Apache-2.0
import { expect, it } from "vitest";
import { readFilters } from "./use_call_filters.ts";

const read = (query: string) => readFilters(new URLSearchParams(query));

it("reads every filter out of the address", () => {
  expect(read("search=%20leak%20&status=processed&service=plumbing&direction=inbound&recording=1&tag=angry&intent=complaint&urgent=1&review=1")).toEqual({
    search: "leak",
    status: "processed",
    service: "plumbing",
    direction: "inbound",
    has_recording: true,
    tag: "angry",
    intent: "complaint",
    urgency: "urgent",
    needs_review: true,
  });
});

it("leaves out what an old or odd address asks for in vain", () => {
  expect(read("search=%20&status=&direction=sideways&recording=yes&page=7&tag=%20&intent=rage&urgent=yes&review=0")).toEqual({});
});

it("does not send more than the server takes", () => {
  expect(read(`search=${"x".repeat(500)}`).search).toHaveLength(200);
});
