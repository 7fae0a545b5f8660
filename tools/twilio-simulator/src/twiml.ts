// SPDX-License-Identifier: Apache-2.0
// Reads TwiML: the verbs of a <Response>, in order.
import { XMLParser, XMLValidator } from "fast-xml-parser";

export interface Verb {
  name: string;
  attributes: Record<string, string>;
  text: string;
  children: Verb[];
}

type Node = Record<string, unknown> & { ":@"?: Record<string, string>; "#text"?: string };

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreDeclaration: true,
});

/** Throws on what Twilio would report as error 12100, "Document parse failure". */
export function parseTwiml(document: string): Verb[] {
  if (document.trim() === "") return [];
  const valid = XMLValidator.validate(document);
  if (valid !== true) throw new Error(`TwiML does not parse: ${valid.err.msg}`);
  const verbs = read(parser.parse(document) as Node[]);
  const response = verbs.find((verb) => verb.name === "Response");
  if (!response) throw new Error("TwiML has no <Response>");
  return response.children;
}

/** The first verb or noun of this name, at any depth. */
export function findVerb(verbs: Verb[], name: string): Verb | undefined {
  for (const verb of verbs) {
    if (verb.name === name) return verb;
    const below = findVerb(verb.children, name);
    if (below) return below;
  }
  return undefined;
}

function read(nodes: Node[]): Verb[] {
  const verbs: Verb[] = [];
  for (const node of nodes) {
    const name = Object.keys(node).find((key) => key !== ":@" && key !== "#text");
    if (!name) continue;
    const inner = node[name] as Node[];
    const text = inner.map((child) => child["#text"] ?? "").join("").trim();
    verbs.push({ name, attributes: { ...node[":@"] }, text, children: read(inner) });
  }
  return verbs;
}
