import { useTranslation } from 'react-i18next';
import { Notice } from '@/ui/notice';

/** The whole page failed: the server did not answer before anything could be shown, or a bug. */
export function CrashPage() {
  const { t } = useTranslation();
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
