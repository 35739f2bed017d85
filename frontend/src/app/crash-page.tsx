import { useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { Notice } from '@/ui/notice';

/** The whole page failed: the server did not answer before anything could be shown, or a bug. */
export function CrashPage({ error }: { error: unknown }) {
  const { t } = useTranslation();
  if (error instanceof ApiError) return <Unloaded />;
  return (
    <main>
      <Notice
        title={t('error.crash')}
        text={t('error.crashRest')}
        action={{ label: t('error.reload'), onClick: () => window.location.reload() }}
      />
    </main>
  );
}

function Unloaded() {
  const { t } = useTranslation();
  const router = useRouter();
  const action = { label: t('error.retry'), onClick: () => void router.invalidate() };
  return (
    <main>
      <Notice title={t('error.load')} action={action} />
    </main>
  );
}
