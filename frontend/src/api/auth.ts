import { queryOptions } from '@tanstack/react-query';
import { client, type Schemas, toApiError } from './client';

export type Me = Schemas['Me'];
export type Credentials = Schemas['Login'];

/** What the sign-in page has to know, and whether somebody is signed in already. */
export const signInQuery = queryOptions({
  queryKey: ['sign-in'],
  queryFn: async () => {
    const { data, error, response } = await client.GET('/api/auth/');
    if (!data) throw toApiError(response, error);
    return data;
  },
});

/** The signed-in user; null when nobody is, which is asked first, since a 401 reads as a fault. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  staleTime: 60_000,
  queryFn: async ({ client: cache }): Promise<Me | null> => {
    const { is_signed_in } = await cache.fetchQuery(signInQuery);
    if (!is_signed_in) return null;
    const { data, error, response } = await client.GET('/api/auth/me/');
    if (response.status === 401) return null;
    if (!data) throw toApiError(response, error);
    return data;
  },
});

export async function signIn(body: Credentials): Promise<Me> {
  const { data, error, response } = await client.POST('/api/auth/login/', { body });
  if (!data) throw toApiError(response, error);
  return data;
}

export async function signInToDemo(): Promise<Me> {
  const { data, error, response } = await client.POST('/api/auth/demo/');
  if (!data) throw toApiError(response, error);
  return data;
}

export async function signOut(): Promise<void> {
  const { error, response } = await client.POST('/api/auth/logout/');
  if (!response.ok) throw toApiError(response, error);
}
