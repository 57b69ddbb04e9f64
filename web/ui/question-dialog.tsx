import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Button } from './button.js';
import s from './feedback.module.css';
import type { Question } from './feedback-store.js';
import { useFocusBack } from './use-focus-back.js';
import { usePhone } from './use-media.js';

/** The question of `confirm`. */
export function QuestionDialog({ question }: { question: Question }) {
  const { t } = useTranslation('ui');
  useFocusBack(true);
  const phone = usePhone();
  return (
    <Modal.Root
      opened
      onClose={() => question.answer(false)}
      size={520}
      centered={!phone}
      yOffset={phone ? 0 : undefined}
      radius="lg"
      transitionProps={{ duration: 140 }}
    >
      <Modal.Overlay className={s.scrim} />
      <Modal.Content classNames={{ content: s.dialog }}>
        <Modal.Body className={s.body}>
          <Modal.Title className={s.title}>{question.title}</Modal.Title>
          {question.text && <p className={s.text}>{question.text}</p>}
        </Modal.Body>
        <footer className={s.footer}>
          <Button onClick={() => question.answer(false)} data-autofocus={question.danger || undefined}>
            {t('cancel')}
          </Button>
          <Button look={question.danger ? 'dangerFilled' : 'primary'} onClick={() => question.answer(true)} data-autofocus={!question.danger || undefined}>
            {question.action}
          </Button>
        </footer>
      </Modal.Content>
    </Modal.Root>
  );
}
