import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Live } from '@/api/live';
import { useFormat } from '@/format/use-format';
import { useNow } from '@/live/clock';
import { useLive } from '@/live/live-context';
import { Dot, type DotTone } from '@/ui/dot';
import classes from './bot-state.module.css';

const TONES: Record<Live['bot']['state'], DotTone> = {
  connected: 'good',
  catching_up: 'good',
  silent: 'bad',
  never: 'warn',
};

/** Whether the bot hears Discord, in two short lines. */
export function BotState() {
  const { t } = useTranslation();
  const { snapshot } = useLive();
  const now = useNow();
  const format = useFormat();
  const [title, note] = words(t, snapshot, (at) => format.shortMoment(at, now));
  return (
    <div className={classes.bot} title={`${title}, ${note}`}>
      <Dot tone={TONES[snapshot.bot.state]} />
      <p className={classes.text}>
        {title}
        {note && <span className={classes.note}>{note}</span>}
      </p>
    </div>
  );
}

function words(t: TFunction, { bot, servers }: Live, time: (at: number) => string): string[] {
  const seenAt = bot.seen_at ? Date.parse(bot.seen_at) : 0;
  if (bot.state === 'never') return [t('bot.never'), t('bot.neverHint')];
  if (bot.state === 'silent') return [t('bot.silent'), t('bot.since', { time: time(seenAt) })];
  const late = servers.filter(({ guild_id }) => bot.catching_up.includes(guild_id));
  const names = late.map(({ name }) => name).join(', ');
  return [t('bot.connected'), names && t('bot.catchingUp', { servers: names })];
}
