import { useTranslation } from 'react-i18next';
import { useLive } from '@/live/live-context';

/** «(6) Сейчас · GovTracker» */
export function NowTitle() {
  const { t } = useTranslation();
  const { open } = useLive().snapshot.today;
  const title = open > 0 ? t('now.tab', { count: open }) : t('now.title');
  return <title>{`${title} · GovTracker`}</title>;
}
