// SPDX-License-Identifier: Apache-2.0
// A name server that gives one answer at first and another one later, as an attacker's does (RFC 1035, over UDP).
import { createSocket } from "node:dgram";
import { once } from "node:events";

const kTypeA = 1;
const kTypeAaaa = 28;
const kHeaderBytes = 12;

export interface Addresses {
  a?: string;
  aaaa?: string;
}

export class NameServer {
  readonly #socket = createSocket("udp4");
  readonly #first: Addresses;
  readonly #later: Addresses;
  readonly #asked = new Map<string, number>();

  constructor(first: Addresses, later: Addresses) {
    this.#first = first;
    this.#later = later;
    this.#socket.on("message", (query, from) => {
      const answer = this.#answer(query);
      if (answer !== null) this.#socket.send(answer, from.port, from.address);
    });
  }

  async start(address: string): Promise<void> {
    this.#socket.bind(53, address);
    await once(this.#socket, "listening");
  }

  async stop(): Promise<void> {
    this.#socket.close();
    await once(this.#socket, "close");
  }

  /** How often the name's addresses were asked for: pairs of questions, for A and AAAA. */
  lookups(name: string): number {
    return this.#asked.get(`${name} ${kTypeA}`) ?? 0;
  }

  #answer(query: Buffer): Buffer | null {
    const { name, end } = readName(query);
    const type = query.readUInt16BE(end);
    const times = (this.#asked.get(`${name} ${type}`) ?? 0) + 1;
    this.#asked.set(`${name} ${type}`, times);
    const addresses = times === 1 ? this.#first : this.#later;
    const data = type === kTypeA ? ipv4(addresses.a) : type === kTypeAaaa ? ipv6(addresses.aaaa) : null;
    const header = Buffer.alloc(kHeaderBytes);
    query.copy(header, 0, 0, 2);
    header.writeUInt16BE(0x8580, 2); // an answer, authoritative, recursion available
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(data === null ? 0 : 1, 6);
    const question = query.subarray(kHeaderBytes, end + 4);
    return Buffer.concat([header, question, ...(data === null ? [] : [record(type, data)])]);
  }
}

function readName(query: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = kHeaderBytes;
  for (let length = query[at]!; length > 0; length = query[at]!) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join(".").toLowerCase(), end: at + 1 };
}

/** Good for no time at all. */
function record(type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(kHeaderBytes);
  head.writeUInt16BE(0xc000 | kHeaderBytes, 0); // the question's name
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(0, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

function ipv4(address: string | undefined): Buffer | null {
  return address === undefined ? null : Buffer.from(address.split(".").map(Number));
}

function ipv6(address: string | undefined): Buffer | null {
  if (address === undefined) return null;
  const [left, right] = address.split("::").map((half) => half.split(":").filter((group) => group !== "")) as [string[], string[]];
  const groups = [...left, ...Array<string>(8 - left.length - right.length).fill("0"), ...right];
  return Buffer.from(groups.flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff]));
}
