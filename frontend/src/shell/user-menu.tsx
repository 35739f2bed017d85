import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Me } from '@/api/auth';
import { Avatar } from '@/ui/avatar';
import { SettingsMenu } from './settings-menu';
import classes from './user-menu.module.css';

export function UserMenu({ me }: { me: Me }) {
  const { t } = useTranslation();
  return (
    <Menu position="top-start" width={240} shadow="md" radius={12}>
      <Menu.Target>
        <button type="button" className={classes.user}>
          <span className="visually-hidden">{t('user.menu')}: </span>
          <Avatar name={me.name} />
          <span className={classes.text}>
            <span className={classes.name}>{me.name}</span>
            <span className={classes.role}>{t(`user.${me.role}`)}</span>
          </span>
        </button>
      </Menu.Target>
      <SettingsMenu />
    </Menu>
  );
}
