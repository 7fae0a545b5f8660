// SPDX-License-Identifier: Apache-2.0
// What a test needs to run the real program beside a simulated Twilio and a real receiver of webhooks.
export { ApiClient } from "./api_client.ts";
export type * from "./api_types.ts";
export { ChatServer, type ChatBody, type ChatRequest } from "./chat_server.ts";
export { freePort, KologServer, type ServerOptions } from "./kolog_server.ts";
export { kAccountSid, kAuthToken, kPassword, Installation, type Flow, type InstallationOptions, type Tenant } from "./installation.ts";
export * from "./misbehaviours.ts";
export { modelPath, programPath, repositoryPath, sampleCall, samplePath, type SampleCall } from "./paths.ts";
export { NameServer, type Addresses } from "./name_server.ts";
export { SpeechServer, speechServerPath } from "./speech_server.ts";
export { ValidatingProxy, type Validated } from "./validating_proxy.ts";
export { waitUntil } from "./wait_until.ts";
export { WebhookReceiver, type Answer, type Delivery, type ReceiverEndpoint } from "./webhook_receiver.ts";
