// SPDX-License-Identifier: Apache-2.0
// What the installation under test holds, as the setup tells it to the tests.

export interface KnownCall {
  sid: string;
  /** The other party's number, in E.164. */
  number: string;
  /** The city's name in everyday Hebrew, and the service's id. */
  city: string;
  service: string;
}

export interface Installed {
  url: string;
  email: string;
  password: string;
  hebrew: KnownCall;
  english: KnownCall;
  /** A call of another business. */
  foreign: string;
  /** A call that a test may delete. */
  spare: KnownCall;
  /** A call whose recording's days are over. */
  expired: KnownCall;
  /** A call whose transcription has come to 42 % and stands there, in the hands of a worker that does not exist. */
  underWay: KnownCall;
  /** A login of the same business that is no owner's. */
  member: string;
}

declare module "vitest" {
  interface ProvidedContext {
    installed: Installed;
  }
}
