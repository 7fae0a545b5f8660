// SPDX-License-Identifier: Apache-2.0
// The installation under test: settings as in production, but for delays that suit minutes instead of days.
import { fallbackTwiml, Installation } from "../../tests/e2e/src/index.ts";
import type { SentWebhook } from "../../tools/twilio-simulator/index.ts";

/** Twilio's name for the server; nobody resolves it. */
export const publicUrl = "https://kolog.example.com";

export function startInstallation(options: { faultRate: number; seed: number }): Promise<Installation> {
  return Installation.start({
    publicUrl,
    env: {
      KOLOG_LOG_LEVEL: "info",
      KOLOG_WORKERS: "2",
      KOLOG_RETRY_BASE: "0.5",
      KOLOG_RETRY_LIMIT: "10",
      KOLOG_JOB_LEASE: "5",
      // A caller who hung up at the greeting left nothing to be found: how long that is in doubt.
      KOLOG_RECORDING_LOOKUP: "60",
      KOLOG_RECORDING_LOOKUP_DELAY: "3",
      KOLOG_CALL_LOOKUP: "10",
      KOLOG_ACCOUNT_REVIEW: "10",
      KOLOG_TWILIO_BREAKER_PAUSE: "1",
      KOLOG_TWILIO_BREAKER_LONGEST: "5",
    },
    simulator: {
      // Whoever meets a dead server is asked again, and leaves a message at last.
      voiceUrl: `${publicUrl}/webhook/incoming_call#rc=5&rp=all`,
      statusUrl: `${publicUrl}/webhook/call_status`,
      fallbackTwiml: fallbackTwiml(publicUrl),
      faultRate: options.faultRate,
      seed: options.seed,
      onWebhook: (sent) => listeners.forEach((listener) => listener(sent)),
    },
  });
}

const listeners = new Set<(sent: SentWebhook) => void>();

/** Hears of every webhook that the simulated Twilio has sent, until the returned function is called. */
export function listen(listener: (sent: SentWebhook) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
