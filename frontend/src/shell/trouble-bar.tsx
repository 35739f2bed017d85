import { IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/format/use-format';
import { useNow } from '@/live/clock';
import { type LiveState, useLive } from '@/live/live-context';
import { Bar } from '@/ui/bar';

/** What is wrong with the whole page; the link to the server first, since it hides the rest. */
export function TroubleBar({ live }: { live: LiveState }) {
  if (live.connection === 'lost') return <LostBar />;
  if (live.snapshot.bot.state === 'silent') return <SilentBar />;
  return live.snapshot.bot.state === 'never' ? <NeverBar /> : null;
}

const icon = <IconPlugConnectedX size={18} stroke={1.75} aria-hidden />;

function LostBar() {
  const { t } = useTranslation();
  const format = useFormat();
  const time = format.time(useLive().updatedAt);
  return (
    <Bar
      tone="bad"
      icon={icon}
      title={t('connection.lost')}
      text={t('connection.lostRest', { time })}
    />
  );
}

function SilentBar() {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const since = useLive().frozenAt ?? now;
  const duration = format.duration((now - since) / 1000);
  return (
    <Bar
      tone="bad"
      icon={icon}
      title={t('bot.silentBar', { time: format.shortMoment(since, now), duration })}
      text={t('bot.silentBarRest')}
    />
  );
}

function NeverBar() {
  const { t } = useTranslation();
  return <Bar tone="warn" icon={icon} title={t('bot.neverBar')} text={t('bot.neverBarRest')} />;
}
