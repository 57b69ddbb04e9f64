import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../../ui/avatar.js';
import { Button } from '../../ui/button.js';
import { showUndo } from '../../ui/feedback.js';
import { ApiProblem } from '../api.js';
import { sendFile } from '../files/send-file.js';
import { FormProblem } from '../form/field.js';
import { useProblemWords } from '../words.js';
import s from './people.module.css';
import { photoOf, smallPicture } from './photo.js';

/** A person's picture with a way to change it; `onSave` is given the file's id, or null to take the picture away; children say who it is. */
export function PhotoField({
  person,
  onSave,
  children,
}: {
  person: { id: number; name: string; photoId: number | null };
  onSave: (photoId: number | null) => Promise<unknown>;
  children?: ReactNode;
}) {
  const { t } = useTranslation('core');
  const words = useProblemWords();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const work = async (save: () => Promise<unknown>) => {
    setBusy(true);
    setProblem(null);
    try {
      await save();
    } catch (error) {
      setProblem(error instanceof ApiProblem ? words(error) : t('photo.notAPicture'));
    } finally {
      setBusy(false);
    }
  };
  const takeAway = async () => {
    const before = person.photoId;
    await onSave(null);
    showUndo({ text: t('photo.removed', { name: person.name }), onUndo: async () => void (await onSave(before)) });
  };
  const choose = (file: File | undefined) => file && work(async () => onSave((await sendFile(await smallPicture(file))).id));
  return (
    <div className={s.photo}>
      <Avatar name={person.name} size={72} photo={photoOf(person)} />
      <div className={s.beside}>
        {children}
        <div className={s.photoActions}>
          <input
            ref={input}
            type="file"
            hidden
            accept="image/png,image/jpeg,image/webp"
            aria-label={t('photo.choose')}
            onChange={(event) => {
              void choose(event.target.files?.[0]);
              event.target.value = '';
            }}
          />
          <Button icon="upload" busy={busy} onClick={() => input.current?.click()}>
            {t(person.photoId === null ? 'photo.choose' : 'photo.change')}
          </Button>
          {person.photoId !== null && (
            <Button look="quiet" onClick={() => void work(takeAway)}>
              {t('photo.remove')}
            </Button>
          )}
        </div>
        <FormProblem>{problem}</FormProblem>
      </div>
    </div>
  );
}
