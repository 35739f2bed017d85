import { Button as MantineButton, type ButtonProps as MantineButtonProps } from '@mantine/core';
import type { ComponentPropsWithoutRef } from 'react';
import classes from './button.module.css';

type Own = { isPrimary?: boolean };
type ButtonProps = Own & MantineButtonProps & Omit<ComponentPropsWithoutRef<'button'>, 'color'>;

/** Ink on paper: primary is surface on text, the rest is a bordered control. */
export function Button({ isPrimary = false, className, ...props }: ButtonProps) {
  const look = isPrimary ? classes.primary : classes.plain;
  return (
    <MantineButton
      {...props}
      unstyled={false}
      classNames={{ root: `${look} ${className ?? ''}` }}
    />
  );
}
