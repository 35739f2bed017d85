import { PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Credentials, signIn } from '@/api/auth';
import { ApiError } from '@/api/client';
import { Button } from '@/ui/button';
import classes from './login-form.module.css';
import { useSignIn } from './use-sign-in';

const field = { input: classes.input, label: classes.label, wrapper: classes.wrapper };

export function LoginForm() {
  const { t } = useTranslation();
  const [form, setForm] = useState<Credentials>({ username: '', password: '' });
  const enter = useSignIn(signIn);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    enter.mutate(form);
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput
        classNames={field}
        label={t('login.username')}
        name="username"
        autoComplete="username"
        autoFocus
        required
        withAsterisk={false}
        value={form.username}
        onChange={(event) => setForm({ ...form, username: event.currentTarget.value })}
      />
      <PasswordInput
        classNames={{ ...field, innerInput: classes.inner }}
        label={t('login.password')}
        name="password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        visibilityToggleButtonProps={{ 'aria-label': t('login.showPassword') }}
        value={form.password}
        onChange={(event) => setForm({ ...form, password: event.currentTarget.value })}
      />
      {enter.error && (
        <p className={classes.error} role="alert">
          {t(isRefusal(enter.error) ? 'login.wrong' : 'login.failed')}
        </p>
      )}
      <Button type="submit" fullWidth className={classes.button} loading={enter.isPending}>
        {t('login.submit')}
      </Button>
    </form>
  );
}

const isRefusal = (error: Error) => error instanceof ApiError && error.status === 400;
