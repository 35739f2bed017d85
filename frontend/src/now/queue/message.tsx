import { useTranslation } from 'react-i18next';
import type { OpenRequest } from '@/api/live';
import { plainText } from '@/format/plain-text';
import { useFormat } from '@/format/use-format';
import classes from './queue-panel.module.css';

/** What was asked, where and by whom. */
export function Message({ request }: { request: OpenRequest }) {
  const { t } = useTranslation();
  const format = useFormat();
  const text = plainText(request.text) || t('queue.photo');
  return (
    <div className={classes.message}>
      <span className={classes.text} title={text}>
        {text}
      </span>
      <div className={classes.place} title={format.exact(Date.parse(request.asked_at))}>
        <b>{request.server}</b> · #{request.channel} · {request.author}
        {request.is_sandbox && <span className={classes.flag}> · {t('queue.sandbox')}</span>}
        {request.is_taken_back && <span className={classes.flag}> · {t('queue.takenBack')}</span>}
        {request.history_unread && (
          <span className={classes.flag}> · {t('queue.historyUnread')}</span>
        )}
      </div>
    </div>
  );
}
