import { type MantineColorScheme, SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './switch.module.css';

const THEMES = [
  { value: 'light', key: 'user.light', Icon: IconSun },
  { value: 'dark', key: 'user.dark', Icon: IconMoon },
  { value: 'auto', key: 'user.system', Icon: IconDeviceDesktop },
] as const;

/** Light, dark or as the system. `isCompact`: icons, their names read aloud alone. */
export function ThemeSwitch({ isCompact = false }: { isCompact?: boolean }) {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <SegmentedControl
      aria-label={t('user.theme')}
      classNames={classes}
      withItemsBorders={false}
      fullWidth={isCompact}
      value={colorScheme}
      onChange={(value) => setColorScheme(value as MantineColorScheme)}
      data={THEMES.map(({ value, key, Icon }) => ({
        value,
        label: (
          <span className={classes.option} title={t(key)}>
            {(isCompact || value !== 'auto') && <Icon size={16} stroke={1.75} aria-hidden />}
            <span className={isCompact ? 'visually-hidden' : undefined}>{t(key)}</span>
          </span>
        ),
      }))}
    />
  );
}
