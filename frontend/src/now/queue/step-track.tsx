import { useTranslation } from 'react-i18next';
import type { OpenRequest } from '@/api/live';
import { useFormat } from '@/format/use-format';
import { StepMark } from './step-mark';
import classes from './step-track.module.css';
import { heldBand, positionOf, type TrackAxis, trackMarks } from './track';
import { TrackCaption } from './track-caption';
import { secondsSince } from './wait';

/** Room for half of the last mark (px), at the right end of the axis. */
export const AXIS_INSET = 8;

interface StepTrackProps {
  request: OpenRequest;
  axis: TrackAxis;
  now: number;
  isFrozen: boolean;
}

const percent = (position: number) => `${position * 100}%`;

/** The planned calls on the axis that all rows share, how far the wait has come, and what is next. */
export function StepTrack({ request, axis, now, isFrozen }: StepTrackProps) {
  const marks = trackMarks(request, axis, now, isFrozen);
  const band = heldBand(request, axis);
  const waited = percent(positionOf(secondsSince(request.asked_at, now), axis));
  return (
    <>
      <p className="visually-hidden">
        <TrackWords request={request} now={now} />
      </p>
      <div className={classes.axis} aria-hidden style={{ marginRight: AXIS_INSET }}>
        <span className={classes.rail} />
        {band && (
          <span
            className={classes.held}
            style={{ left: percent(band.from), width: percent(band.to - band.from) }}
          />
        )}
        <span className={classes.waited} style={{ width: waited }} />
        {marks.map((mark) => (
          <StepMark key={mark.key} mark={mark} />
        ))}
      </div>
      <TrackCaption request={request} now={now} isFrozen={isFrozen} />
    </>
  );
}

/** The track as a sentence: «отправлено 2, следующее через 5 мин». */
function TrackWords({ request, now }: { request: OpenRequest; now: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const count = request.steps.filter(({ status }) => status === 'sent').length;
  const next = request.steps.find(({ is_next }) => is_next);
  const minutes = next ? Math.max(0, Math.ceil((Date.parse(next.due_at) - now) / 60_000)) : 0;
  const words = [
    t('track.sentLabel', { count }),
    minutes > 0 && t('track.nextLabel', { duration: format.duration(minutes * 60) }),
  ];
  return `${t('queue.track')}: ${words.filter(Boolean).join(', ')}`;
}
