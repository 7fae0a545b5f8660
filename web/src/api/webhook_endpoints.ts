// SPDX-License-Identifier: Apache-2.0
import { useMutation, useQuery } from "@tanstack/react-query";
import { api, queryClient, unwrap } from "./client.ts";
import type { NewWebhookEndpoint } from "./types.ts";

const endpointsKey = ["webhook-endpoints"] as const;

export function useWebhookEndpoints() {
  return useQuery({
    queryKey: endpointsKey,
    queryFn: async () => (await unwrap(api.GET("/api/webhook-endpoints"))).items,
  });
}

export function useAddWebhookEndpoint() {
  return useMutation({
    mutationFn: (endpoint: NewWebhookEndpoint) => unwrap(api.POST("/api/webhook-endpoints", { body: endpoint })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: endpointsKey }),
    // The answer holds the secret, which stays no longer than the message that shows it.
    gcTime: 0,
  });
}

export function useDeleteWebhookEndpoint() {
  return useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE("/api/webhook-endpoints/{id}", { params: { path: { id } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: endpointsKey }),
  });
}
