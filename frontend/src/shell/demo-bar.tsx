import { useTranslation } from 'react-i18next';
import classes from './demo-bar.module.css';

/** On every page of the demo: nothing here is real. */
export function DemoBar() {
  const { t } = useTranslation();
  return (
    <aside className={classes.bar}>
      <strong className={classes.badge}>{t('demo.badge')}</strong>
      <span>{t('demo.text')}</span>
    </aside>
  );
}
