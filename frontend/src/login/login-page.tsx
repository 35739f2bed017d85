import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { signInQuery } from '@/api/auth';
import { DemoBar } from '@/shell/demo-bar';
import { LanguageSwitch } from '@/shell/language-switch';
import { ThemeSwitch } from '@/shell/theme-switch';
import { Mark } from '@/ui/brand';
import { DemoEntry } from './demo-entry';
import { LoginForm } from './login-form';
import classes from './login-page.module.css';

export function LoginPage() {
  const { t } = useTranslation();
  const { data } = useQuery(signInQuery);
  return (
    <div className={classes.page}>
      <title>{`${t('login.title')} · GovTracker`}</title>
      {data?.is_demo && <DemoBar />}
      <main className={classes.middle}>
        <Mark size={40} />
        <h1 className={classes.name}>GovTracker</h1>
        <div className={classes.panel}>
          {data?.is_demo && <DemoEntry />}
          <LoginForm />
        </div>
        <div className={classes.switches}>
          <ThemeSwitch />
          <LanguageSwitch />
        </div>
      </main>
      <footer className={classes.foot}>{t('login.noAccess')}</footer>
    </div>
  );
}
