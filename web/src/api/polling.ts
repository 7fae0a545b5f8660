// SPDX-License-Identifier: Apache-2.0
// How often the server is asked for what may have changed, in milliseconds.

/** While a stage says how far it is. */
export const kProgressPolling = 1_000;
export const kBusyPolling = 3_000;
export const kIdlePolling = 20_000;
