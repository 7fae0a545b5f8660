// SPDX-License-Identifier: Apache-2.0
// A client of Kolog's HTTP API: with a login's cookie and CSRF token, with an API key, or with nothing.
import type { Call, CallItem, Me, Page } from "./api_types.ts";

export interface RequestOptions {
  json?: unknown;
  headers?: Record<string, string>;
  /** Leaves the CSRF header out of a change. */
  withoutCsrf?: boolean;
}

export class ApiClient {
  readonly baseUrl: string;
  /** `kolog_session=…`, or nothing. */
  cookie = "";
  csrf: Me["csrf"] | null = null;
  /** The login's `Set-Cookie`, whole. */
  setCookie = "";
  readonly #apiKey: string | null;

  constructor(baseUrl: string, apiKey: string | null = null) {
    this.baseUrl = baseUrl;
    this.#apiKey = apiKey;
  }

  static async login(baseUrl: string, email: string, password: string): Promise<ApiClient> {
    const client = new ApiClient(baseUrl);
    const answer = await client.post("/api/auth/login", { email, password });
    if (answer.status !== 200) throw new Error(`login answered ${answer.status}: ${await answer.text()}`);
    client.setCookie = answer.headers.get("set-cookie") ?? "";
    client.cookie = client.setCookie.split(";")[0] ?? "";
    client.csrf = ((await answer.json()) as Me).csrf;
    return client;
  }

  request(method: string, path: string, options: RequestOptions = {}): Promise<Response> {
    const headers: Record<string, string> = { ...options.headers };
    if (this.#apiKey !== null) headers["Authorization"] = `Bearer ${this.#apiKey}`;
    if (this.cookie !== "") headers["Cookie"] = this.cookie;
    if (this.csrf !== null && method !== "GET" && method !== "HEAD" && !options.withoutCsrf) {
      headers[this.csrf.header] = this.csrf.token;
    }
    const body = options.json === undefined ? null : JSON.stringify(options.json);
    if (body !== null) headers["Content-Type"] = "application/json";
    return fetch(this.baseUrl + path, { method, headers, body, redirect: "manual" });
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.request("GET", path, { headers });
  }

  post(path: string, json: unknown): Promise<Response> {
    return this.request("POST", path, { json });
  }

  /** The answer's JSON; anything but 2xx is an error. */
  async json<T>(path: string): Promise<T> {
    const answer = await this.get(path);
    if (!answer.ok) throw new Error(`GET ${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  call(callSid: string): Promise<Call> {
    return this.json<Call>(`/api/calls/${callSid}`);
  }

  calls(query = ""): Promise<Page<CallItem>> {
    return this.json<Page<CallItem>>(`/api/calls${query}`);
  }

  download(callSid: string, headers: Record<string, string> = {}, method = "GET", query = ""): Promise<Response> {
    return this.request(method, `/api/calls/${callSid}/download${query}`, { headers });
  }
}
