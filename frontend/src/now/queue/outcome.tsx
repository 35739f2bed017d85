import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ClosedRequest } from '@/api/live';
import { useFormat } from '@/format/use-format';
import classes from './queue-panel.module.css';
import type { QueueRow } from './rows';

/** How a request closed, in its own row before that folds: «Ответ за 38 сек · Ева Мельник». */
export function Outcome({ row }: { row: QueueRow }) {
  const { t } = useTranslation();
  const format = useFormat();
  const outcome = row.closing?.outcome ?? null;
  return (
    <p className={classes.outcome}>
      {[words(t, outcome, format.duration), outcome?.by].filter(Boolean).join(' · ')}
    </p>
  );
}

function words(t: TFunction, outcome: ClosedRequest | null, duration: (s: number) => string) {
  if (!outcome) return t('queue.closed');
  if (outcome.status !== 'answered') return t(`queue.${outcome.status}`);
  if (outcome.response_seconds === null) return t('queue.answeredUnknown');
  return t('queue.answeredIn', { duration: duration(outcome.response_seconds) });
}
