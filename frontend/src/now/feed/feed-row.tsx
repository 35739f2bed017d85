import {
  IconArrowBackUp,
  IconBell,
  IconCheck,
  IconClipboardCheck,
  IconClipboardText,
  IconMessage,
  IconMoodSmile,
  IconX,
} from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { FeedItem } from '@/api/live';
import { useFormat } from '@/format/use-format';
import { useNow } from '@/live/clock';
import classes from './feed-panel.module.css';
import { feedTitle, feedWords } from './feed-words';

const ICONS = {
  answer: [IconCheck, 'good'],
  alert: [IconBell, 'warn'],
  verification: [IconClipboardCheck, 'info'],
  report: [IconClipboardText, 'quiet'],
  dismissed: [IconX, 'quiet'],
  message: [IconMessage, 'quiet'],
  reply: [IconArrowBackUp, 'quiet'],
  reaction: [IconMoodSmile, 'quiet'],
} as const;

export const FeedRow = memo(function FeedRow({ item }: { item: FeedItem }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [Icon, tone] = ICONS[item.kind];
  const at = Date.parse(item.at);
  const what = [feedWords(t, item, format.duration), item.server].filter(Boolean).join(' · ');
  return (
    <li className={classes.row}>
      <span className={classes.icon} data-tone={tone}>
        <Icon size={18} stroke={1.75} aria-hidden />
      </span>
      <div>
        <div className={classes.who}>{feedTitle(t, item)}</div>
        <div className={classes.what}>{what}</div>
      </div>
      <time className={classes.time} dateTime={item.at} title={format.exact(at)}>
        {format.shortMoment(at, useNow())}
      </time>
    </li>
  );
});
