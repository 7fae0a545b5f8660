// SPDX-License-Identifier: Apache-2.0
// Lines that scroll and, on a terminal, one progress bar below them.

export class Progress {
  readonly #total: number;
  readonly #terminal = process.stdout.isTTY;
  readonly #started = Date.now();
  #done = 0;
  #text = "";

  constructor(total: number) {
    this.#total = total;
  }

  /** Prints a line above the bar. */
  line(text: string): void {
    this.#wipe();
    process.stdout.write(`${text}\n`);
    this.#draw();
  }

  /** One step more is done; `text` says where things stand. */
  step(text: string): void {
    this.#done = Math.min(this.#total, this.#done + 1);
    this.#text = text;
    this.#wipe();
    this.#draw();
  }

  get seconds(): number {
    return (Date.now() - this.#started) / 1000;
  }

  end(): void {
    this.#wipe();
    this.#text = "";
    this.#done = 0;
  }

  #wipe(): void {
    if (this.#terminal) process.stdout.write("\r\u001b[2K");
  }

  #draw(): void {
    if (!this.#terminal || this.#done === 0) return;
    const width = Math.max(10, Math.min(40, (process.stdout.columns ?? 80) - this.#text.length - 12));
    const full = Math.round((width * this.#done) / this.#total);
    const percent = Math.round((100 * this.#done) / this.#total);
    process.stdout.write(`[${"#".repeat(full)}${".".repeat(width - full)}] ${percent}% ${this.#text}`);
  }
}
