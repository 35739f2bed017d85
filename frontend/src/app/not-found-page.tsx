import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Notice } from '@/ui/notice';

export function NotFoundPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <main>
      <Notice
        title={t('error.notFound')}
        text={t('error.notFoundRest')}
        action={{ label: t('error.toNow'), onClick: () => void navigate({ to: '/' }) }}
      />
    </main>
  );
}
