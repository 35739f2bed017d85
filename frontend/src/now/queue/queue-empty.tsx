import { IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLive } from '@/live/live-context';
import { Notice } from '@/ui/notice';

export function QueueEmpty() {
  const { t } = useTranslation();
  const { is_demo, today } = useLive().snapshot;
  const isNew = is_demo && today.asked === 0;
  return (
    <Notice
      icon={<IconCircleCheck size={30} stroke={1.75} color="var(--good-solid)" aria-hidden />}
      title={t('queue.nobodyTitle')}
      text={t(isNew ? 'queue.nobodyDemo' : 'queue.nobodyRest')}
    />
  );
}
