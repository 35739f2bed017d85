import { useTranslation } from 'react-i18next';
import { signInToDemo } from '@/api/auth';
import { Button } from '@/ui/button';
import classes from './login-form.module.css';
import { useSignIn } from './use-sign-in';

/** The demo's own way in; no other mode has it. */
export function DemoEntry() {
  const { t } = useTranslation();
  const enter = useSignIn(signInToDemo);
  return (
    <>
      <Button
        isPrimary
        fullWidth
        className={classes.button}
        loading={enter.isPending}
        onClick={() => enter.mutate()}
      >
        {t('login.demo')}
      </Button>
      <p className={classes.hint} role={enter.isError ? 'alert' : undefined}>
        {enter.isError ? t('login.failed') : t('login.demoHint')}
      </p>
      <p className={classes.or}>
        <span>{t('login.or')}</span>
      </p>
    </>
  );
}
