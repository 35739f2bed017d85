import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { OpenRequest } from '@/api/live';
import { useFormat } from '@/format/use-format';
import classes from './step-track.module.css';
import { type Caption, trackCaption } from './track';

interface TrackCaptionProps {
  request: OpenRequest;
  now: number;
  isFrozen: boolean;
}

interface Words {
  lead: string;
  rest: string;
  tone?: 'bad' | 'warn' | 'quiet';
}

/** When the next call goes out and whom it calls, or why none does. */
export function TrackCaption({ request, now, isFrozen }: TrackCaptionProps) {
  const { t } = useTranslation();
  const { clock } = useFormat();
  const caption = trackCaption(request, now, isFrozen);
  const { lead, rest, tone } = (isFrozen ? frozenWords : liveWords)(t, caption, clock);
  return (
    <p className={classes.caption} aria-hidden title={[lead, rest].filter(Boolean).join(' · ')}>
      <span className={classes.lead} data-tone={tone}>
        {lead}
      </span>
      {rest && ` · ${rest}`}
    </p>
  );
}

type Clock = (seconds: number) => string;

function liveWords(t: TFunction, caption: Caption, clock: Clock): Words {
  switch (caption.kind) {
    case 'next':
      return { lead: t('track.in', { clock: clock(caption.seconds) }), rest: target(t, caption) };
    case 'held':
      return { lead: t('track.held'), rest: t('track.more', { clock: clock(caption.seconds) }) };
    case 'retry': {
      const rest = t('track.retry', { clock: clock(caption.seconds) });
      return { lead: t('track.failed'), rest, tone: 'bad' };
    }
    case 'failed':
      return { lead: t('track.failed'), rest: target(t, caption), tone: 'bad' };
    case 'unknown':
      return { lead: t('track.unknown'), rest: '', tone: 'warn' };
    case 'sending':
    case 'unsent':
      return { lead: t('track.sending'), rest: target(t, caption) };
    default:
      return ended(t, caption);
  }
}

/** While nobody listens on Discord, everything waits for the link. */
function frozenWords(t: TFunction, caption: Caption, clock: Clock): Words {
  switch (caption.kind) {
    case 'retry':
    case 'failed':
      return { lead: t('track.failed'), rest: t('track.retryLater'), tone: 'bad' };
    case 'sending':
    case 'unsent':
      return { lead: t('track.unsent'), rest: t('track.willGo'), tone: 'warn' };
    case 'next': {
      const lead = t('track.in', { clock: clock(caption.seconds) });
      return { lead, rest: t('track.afterLink'), tone: 'quiet' };
    }
    case 'held':
      return { ...liveWords(t, caption, clock), tone: 'quiet' };
    default:
      return liveWords(t, caption, clock);
  }
}

function ended(t: TFunction, caption: Caption): Words {
  const lead =
    caption.kind === 'all-sent' ? t('track.allSent', { count: caption.count }) : t('track.none');
  return { lead, rest: '', tone: 'quiet' };
}

const target = (t: TFunction, caption: { target: string }) => caption.target || t('track.nobody');
