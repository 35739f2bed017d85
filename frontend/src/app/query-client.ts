import { QueryCache, QueryClient } from '@tanstack/react-query';
import { meQuery } from '@/api/auth';
import { ApiError } from '@/api/client';

/** A session that ended shows as «nobody is signed in»; the shell then leads to the sign-in page. */
export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      if (error instanceof ApiError && error.status === 401) {
        queryClient.setQueryData(meQuery.queryKey, null);
      }
    },
  }),
  defaultOptions: { queries: { retry: 1 } },
});
