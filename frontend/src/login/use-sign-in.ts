import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type Me, meQuery } from '@/api/auth';

/** Signs in by `enter`, and goes where the visitor wanted to go. */
export function useSignIn<Input = void>(enter: (input: Input) => Promise<Me>) {
  const cache = useQueryClient();
  const navigate = useNavigate();
  const { next } = useSearch({ from: '/login' });
  return useMutation({
    mutationFn: enter,
    onSuccess: async (me) => {
      cache.setQueryData(meQuery.queryKey, me);
      await navigate({ href: next ?? '/', replace: true });
    },
  });
}
