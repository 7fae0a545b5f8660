// SPDX-License-Identifier: Apache-2.0
// The API's shapes by the names that the page uses for them.
import type { components, operations } from "./schema.d.ts";

type Schemas = components["schemas"];

export type Session = Schemas["Me"];
export type CallItem = Schemas["CallItem"];
export type Call = Schemas["Call"];
export type CallPage = Schemas["CallPage"];
export type Recording = Schemas["Recording"];
export type Segment = Schemas["Segment"];
export type DroppedSegment = Schemas["DroppedSegment"];
export type Word = Schemas["Word"];
export type Evidence = Schemas["Evidence"];
export type AudioDeletion = Schemas["AudioDeletion"];
export type Delivery = Schemas["Delivery"];
export type DeliveryItem = Schemas["DeliveryItem"];
export type DeliveryPage = Schemas["DeliveryPage"];
export type DeliveryDetail = Schemas["DeliveryDetail"];
export type DeliveryAttempt = Schemas["DeliveryAttempt"];
export type HeaderField = Schemas["HeaderField"];
export type Correction = Schemas["Correction"];
export type Service = Schemas["Service"];
export type Tag = Schemas["Tag"];
export type Certainty = Schemas["Certainty"];
export type Understanding = Schemas["Understanding"];
export type UnderstandingChange = Schemas["UnderstandingChange"];
export type ServiceSettings = Schemas["ServiceSettings"];
export type FieldSettings = Schemas["FieldSettings"];
export type Thresholds = Schemas["Thresholds"];
export type RedactionSettings = Schemas["RedactionSettings"];
export type RuleSettings = Schemas["RuleSettings"];
export type Condition = Schemas["Condition"];
export type RestartStage = Schemas["ReprocessRequest"]["from_stage"];
export type WebhookEndpoint = Schemas["WebhookEndpoint"];
export type NewWebhookEndpoint = Schemas["NewWebhookEndpoint"];
export type WebhookEvent = Schemas["WebhookEvent"];
export type WebhookEndpointChange = Schemas["WebhookEndpointChange"];
export type CreatedWebhookEndpoint = Schemas["WebhookEndpointCreated"];
export type DeliveryQuery = NonNullable<operations["listWebhookDeliveries"]["parameters"]["query"]>;
export type CallQuery = NonNullable<operations["listCalls"]["parameters"]["query"]>;
