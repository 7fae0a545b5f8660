// SPDX-License-Identifier: Apache-2.0
// One line about where the run stands: rewritten on a terminal, and now and then a new one elsewhere.
const kRepeatMs = 10_000;

export class Progress {
  #shownAt = 0;
  #width = 0;

  show(line: string): void {
    if (process.stderr.isTTY) {
      process.stderr.write(`\r${line.padEnd(this.#width)}`);
      this.#width = line.length;
    } else if (Date.now() - this.#shownAt >= kRepeatMs) {
      this.#shownAt = Date.now();
      process.stderr.write(`${line}\n`);
    }
  }

  /** What happened stays readable above the line. */
  note(line: string): void {
    process.stderr.write(process.stderr.isTTY ? `\r${line.padEnd(this.#width)}\n` : `${line}\n`);
  }

  end(): void {
    if (process.stderr.isTTY) process.stderr.write("\n");
  }
}
