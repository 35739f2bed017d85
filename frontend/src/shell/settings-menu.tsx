import { Menu } from '@mantine/core';
import { IconLogout } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { LanguageSwitch } from './language-switch';
import classes from './settings-menu.module.css';
import { ThemeSwitch } from './theme-switch';
import { useSignOut } from './use-sign-out';

/** Theme, language, sign out: what everybody may set for themselves. */
export function SettingsMenu() {
  const { t } = useTranslation();
  const signOut = useSignOut();
  return (
    <Menu.Dropdown className={classes.menu}>
      <Menu.Label>{t('user.theme')}</Menu.Label>
      <div className={classes.row}>
        <ThemeSwitch isCompact />
      </div>
      <Menu.Label>{t('user.language')}</Menu.Label>
      <div className={classes.row}>
        <LanguageSwitch />
      </div>
      <Menu.Divider />
      <Menu.Item
        leftSection={<IconLogout size={16} stroke={1.75} aria-hidden />}
        onClick={() => signOut.mutate()}
      >
        {t('user.signOut')}
      </Menu.Item>
    </Menu.Dropdown>
  );
}
