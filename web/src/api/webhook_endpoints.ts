// SPDX-License-Identifier: Apache-2.0
// Whom the business wants told. An answer that holds a secret stays no longer than the message that shows it.
import { useMutation, useQuery } from "@tanstack/react-query";
import { api, queryClient, unwrap } from "./client.ts";
import { kIdlePolling } from "./polling.ts";
import type { NewWebhookEndpoint, WebhookEndpoint, WebhookEndpointChange } from "./types.ts";
import { deliveriesKey } from "./webhook_deliveries.ts";

const endpointsKey = ["webhook-endpoints"] as const;

const byId = (id: string) => ({ params: { path: { id } } });

export function askForEndpointsAgain(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: endpointsKey });
}

/** Asked for again now and then: a receiver's 410 switches its endpoint off. */
export function useWebhookEndpoints() {
  return useQuery({
    queryKey: endpointsKey,
    queryFn: async ({ signal }) => (await unwrap(api.GET("/api/webhook-endpoints", { signal }))).items,
    refetchInterval: kIdlePolling,
  });
}

export function useAddWebhookEndpoint() {
  return useMutation({
    mutationFn: (endpoint: NewWebhookEndpoint) => unwrap(api.POST("/api/webhook-endpoints", { body: endpoint })),
    onSuccess: askForEndpointsAgain,
    gcTime: 0,
  });
}

export function useChangeWebhookEndpoint(id: string) {
  return useMutation({
    mutationFn: (change: WebhookEndpointChange) =>
      unwrap(api.PATCH("/api/webhook-endpoints/{id}", { ...byId(id), body: change })),
    onSuccess: (changed) => {
      queryClient.setQueryData<WebhookEndpoint[]>(endpointsKey, (endpoints) =>
        endpoints?.map((endpoint) => (endpoint.id === id ? changed : endpoint)),
      );
      // What waited goes now, or elsewhere, or waits.
      void queryClient.invalidateQueries({ queryKey: deliveriesKey });
    },
  });
}

export function useRotateWebhookSecret(id: string) {
  return useMutation({
    mutationFn: () => unwrap(api.POST("/api/webhook-endpoints/{id}/rotate-secret", byId(id))),
    onSuccess: askForEndpointsAgain,
    gcTime: 0,
  });
}

export function useTestWebhookEndpoint(id: string) {
  return useMutation({
    mutationFn: () => unwrap(api.POST("/api/webhook-endpoints/{id}/test", byId(id))),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: deliveriesKey }),
  });
}

export function useDeleteWebhookEndpoint() {
  return useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE("/api/webhook-endpoints/{id}", byId(id))),
    onSuccess: (_nothing, id) => {
      queryClient.setQueryData<WebhookEndpoint[]>(endpointsKey, (endpoints) =>
        endpoints?.filter((endpoint) => endpoint.id !== id),
      );
      // Its deliveries went with it.
      queryClient.removeQueries({ queryKey: deliveriesKey });
    },
  });
}
