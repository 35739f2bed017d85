import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { meQuery, signOut } from '@/api/auth';
import { liveQuery } from '@/api/live';

export function useSignOut() {
  const cache = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: signOut,
    onSuccess: async () => {
      cache.setQueryData(meQuery.queryKey, null);
      await navigate({ to: '/login', search: {} });
      cache.removeQueries({ queryKey: liveQuery.queryKey });
    },
  });
}
