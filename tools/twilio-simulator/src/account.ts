// SPDX-License-Identifier: Apache-2.0
// Whose numbers, calls and recordings they are: accounts with their tokens, and which account is another's subaccount.
import { timingSafeEqual } from "node:crypto";

export interface Account {
  accountSid: string;
  authToken: string;
  /** The account whose credentials open this one's paths, too. */
  subaccountOf?: string;
}

export class Accounts {
  readonly #bySid: Map<string, Account>;
  /** The account of calls that name none. */
  readonly first: Account;

  constructor(first: Account, others: Account[]) {
    this.first = first;
    this.#bySid = new Map([first, ...others].map((account) => [account.accountSid, account]));
  }

  find(accountSid: string): Account | undefined {
    return this.#bySid.get(accountSid);
  }

  /** The account that an `Authorization` header proves, if it proves one. */
  proven(authorization: string | undefined): Account | undefined {
    const encoded = /^Basic ([A-Za-z0-9+/=]+)$/.exec(authorization ?? "")?.[1];
    if (encoded === undefined) return undefined;
    const given = Buffer.from(encoded, "base64");
    const colon = given.indexOf(":");
    const account = colon < 0 ? undefined : this.find(given.subarray(0, colon).toString("utf8"));
    if (!account) return undefined;
    const token = given.subarray(colon + 1);
    const expected = Buffer.from(account.authToken);
    return token.length === expected.length && timingSafeEqual(token, expected) ? account : undefined;
  }

  /** The account of a path, where `entered` may see it: itself, or a subaccount of its own. */
  visible(entered: Account, accountSid: string): Account | undefined {
    const account = this.find(accountSid);
    return account && (account === entered || account.subaccountOf === entered.accountSid) ? account : undefined;
  }
}
