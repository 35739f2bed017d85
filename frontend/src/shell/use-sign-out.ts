import { useMutation, useQueryClient } from '@tanstack/react-query';
import { meQuery, signOut } from '@/api/auth';
import { liveQuery } from '@/api/live';

export function useSignOut() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: signOut,
    onSuccess: () => {
      cache.removeQueries({ queryKey: liveQuery.queryKey });
      cache.setQueryData(meQuery.queryKey, null);
    },
  });
}
