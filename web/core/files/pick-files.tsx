import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../ui/button.js';

/** A button that lets files be chosen, several at once. @param small only its sign, as in a composer. */
export function PickFiles({ onFiles, small }: { onFiles: (files: File[]) => void; small?: boolean }) {
  const { t } = useTranslation('core');
  const input = useRef<HTMLInputElement>(null);
  const open = () => input.current?.click();
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t('files.add')}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
      {small ? (
        <IconButton icon="clip" label={t('files.add')} onClick={open} />
      ) : (
        <Button icon="upload" onClick={open}>
          {t('files.add')}
        </Button>
      )}
    </>
  );
}
