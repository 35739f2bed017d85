import createClient, { type Middleware } from 'openapi-fetch';
import type { components, paths } from './schema';

export type Schemas = components['schemas'];

/** An answer of the API that is no success; `status` 0: none came. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
  ) {
    super(detail || `HTTP ${status}`);
  }
}

const UNSAFE = /^(POST|PUT|PATCH|DELETE)$/;

function csrfToken(): string {
  return /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? '';
}

const headers: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', document.documentElement.lang);
    if (UNSAFE.test(request.method)) request.headers.set('X-CSRFToken', csrfToken());
  },
  onError: ({ error }) => (error instanceof TypeError ? new ApiError(0, '') : undefined),
};

/** The only caller of `fetch`. It is looked up at each call, so that tests can put theirs in. */
export const client = createClient<paths>({
  baseUrl: window.location.origin,
  fetch: (request) => globalThis.fetch(request),
});
client.use(headers);

/** DRF's `{"detail": …}`, or the first line of its `{"field": […]}`. */
export function toApiError(response: Response, body: unknown): ApiError {
  if (typeof body !== 'object' || body === null) return new ApiError(response.status, '');
  const values = Object.values(body).flat();
  return new ApiError(response.status, values.length > 0 ? String(values[0]) : '');
}
