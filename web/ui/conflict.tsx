import { Modal } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.js';
import s from './conflict.module.css';
import { cx } from './cx.js';
import feedback from './feedback.module.css';
import { Icon } from './icon.js';
import { SideBySide } from './side-by-side.js';
import { useFormat } from './ui-context.js';
import { useFocusBack } from './use-focus-back.js';

export interface ConflictField {
  name: string;
  label: string;
  mine: ReactNode;
  theirs: ReactNode;
}
export type Side = 'mine' | 'theirs';
export interface ConflictProps {
  opened: boolean;
  /** Without it a title is made of `theirName`. */
  title?: string;
  theirName: string;
  /** ISO moment of the other change. */
  theirAt?: string;
  fields: ConflictField[];
  /** What did not collide and is saved already, in words. */
  kept?: ReactNode;
  onSave: (choice: Record<string, Side>) => void;
  onClose: () => void;
  busy?: boolean;
}

/** Two people changed the same fields: both versions side by side, one choice each. */
export function Conflict({ opened, title, theirName, theirAt, fields, kept, onSave, onClose, busy }: ConflictProps) {
  const { t } = useTranslation('ui');
  useFocusBack(opened);
  const f = useFormat();
  const [choice, setChoice] = useState<Record<string, Side>>({});
  const sideOf = (name: string): Side => choice[name] ?? 'mine';
  const all = (side: Side) => setChoice(Object.fromEntries(fields.map((field) => [field.name, side])));
  const theirs = theirAt ? t('conflict.theirsAt', { name: theirName, at: f.instant(theirAt) }) : t('conflict.theirs', { name: theirName });
  return (
    <Modal.Root opened={opened} onClose={onClose} size={560} centered radius="lg" transitionProps={{ duration: 140 }}>
      <Modal.Overlay className={feedback.scrim} />
      <Modal.Content classNames={{ content: feedback.dialog }}>
        <Modal.Body className={feedback.body}>
          <Modal.Title className={feedback.title}>{title ?? t('conflict.title', { name: theirName })}</Modal.Title>
          <p className={feedback.text}>{t('conflict.text', { name: theirName, count: fields.length })}</p>
          <SideBySide
            sides={[
              ['mine', t('conflict.yours')],
              ['theirs', theirs],
            ]}
            fields={fields}
            chosen={sideOf}
            onChoose={(name, side) => setChoice({ ...choice, [name]: side })}
          />
          {kept && (
            <p className={s.kept}>
              <Icon name="check" size={16} />
              <span>{kept}</span>
            </p>
          )}
        </Modal.Body>
        <footer className={cx(feedback.footer, s.footer)}>
          <Button look="quiet" onClick={() => all('theirs')}>
            {t('conflict.allTheirs', { name: theirName })}
          </Button>
          <Button look="quiet" onClick={() => all('mine')}>
            {t('conflict.allMine')}
          </Button>
          <span className={s.gap} />
          <Button look="primary" busy={busy} data-autofocus onClick={() => onSave(Object.fromEntries(fields.map((field) => [field.name, sideOf(field.name)])))}>
            {t('conflict.save')}
          </Button>
        </footer>
      </Modal.Content>
    </Modal.Root>
  );
}
