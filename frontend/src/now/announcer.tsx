import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/format/use-format';
import { useNow } from '@/live/clock';
import { useLive } from '@/live/live-context';

const EVERY_MS = 60_000;

/** Says to a screen reader how many wait, once a minute at most and only when it changed. */
export function Announcer() {
  const { t } = useTranslation();
  const format = useFormat();
  const { today, limits } = useLive().snapshot;
  const now = useNow();
  const spokenAt = useRef(now);
  const [words, setWords] = useState('');
  const limit = format.limit(limits.first_step_seconds);
  const open = today.open > 0 ? t('announce.open', { count: today.open }) : t('queue.nobodyTitle');
  const overdue = today.overdue > 0 ? t('announce.overdue', { count: today.overdue, limit }) : '';
  const next = [open, overdue].filter(Boolean).join(', ');
  useEffect(() => {
    if (now - spokenAt.current < EVERY_MS || next === words) return;
    spokenAt.current = now;
    setWords(next);
  }, [now, next, words]);
  return (
    <p className="visually-hidden" aria-live="polite">
      {words}
    </p>
  );
}
