// SPDX-License-Identifier: Apache-2.0
// A sentence of the server's, in its own language and direction; points in time in it are written as everywhere else.
import { Moment } from "./moment.tsx";

const kTime = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)/;

export function ServerSentence({ text, className }: { text: string; className?: string | undefined }) {
  return (
    <bdi dir="auto" lang="en" className={className}>
      {text.split(kTime).map((part, index) => (kTime.test(part) ? <Moment key={index} time={part} /> : part))}
    </bdi>
  );
}
