import { FileButton } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { moduleEndpoints } from '../../../../server/contracts/core/modules.js';
import { Button } from '../../../ui/button.js';
import { showNote } from '../../../ui/feedback.js';
import { ProgressLine } from '../../../ui/progress-line.js';
import { useFormat } from '../../../ui/ui-context.js';
import { ApiProblem, call } from '../../api.js';
import { sendBytes } from '../../files/send-file.js';
import { queryClient } from '../../query.js';
import { useUnsaved } from '../../unsaved.js';
import { useProblemWords } from '../../words.js';
import m from './modules.module.css';

/** An archive on its way into `archives/`; `isWhole`: it has arrived and is being looked through. */
interface Coming {
  name: string;
  size: number;
  sent: number;
  isStalled: boolean;
  isWhole: boolean;
}

/** Sends an archive from this machine, such as one of another portal, and says what is wrong with one that is not taken in. */
export function BringArchive() {
  const { t } = useTranslation('core');
  const f = useFormat();
  const words = useProblemWords();
  const [coming, setComing] = useState<Coming | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const stop = useRef(new AbortController());
  const reset = useRef<() => void>(null);
  useUnsaved(coming !== null);

  const send = async (file: File) => {
    const { name, size } = file;
    stop.current = new AbortController();
    const { signal } = stop.current;
    const is = (change: Partial<Coming>) => setComing({ name, size, sent: 0, isStalled: false, isWhole: false, ...change });
    setFailure(null);
    is({});
    let arrived = 0;
    try {
      const upload = await sendBytes(file, {
        signal,
        onProgress: (sent) => {
          arrived = sent;
          is({ sent });
        },
        onStall: () => is({ sent: arrived, isStalled: true }),
      });
      is({ sent: size, isWhole: true });
      await call(moduleEndpoints.receiveArchive, { body: { upload } });
      showNote({ text: t('modules.brought', { name }) });
    } catch (error) {
      const title = error instanceof ApiProblem && error.detail ? `${error.problem.title}. ` : '';
      if (!signal.aborted) setFailure(`${t('modules.bringFailed', { name })} ${title}${words(error)}`);
    }
    setComing(null);
    // The same file may be chosen again.
    reset.current?.();
    await queryClient.invalidateQueries({ queryKey: ['core.module'] });
  };

  return (
    <div className={m.bring}>
      {coming ? (
        <ProgressLine
          title={t(coming.isWhole ? 'modules.bringingChecked' : 'modules.bringing', { name: coming.name })}
          done={coming.sent}
          total={coming.size}
          format={f.size}
          warning={coming.isStalled ? t('modules.bringingStalled') : undefined}
          actions={coming.isWhole ? undefined : <Button onClick={() => stop.current.abort()}>{t('cancel')}</Button>}
        />
      ) : (
        <FileButton accept=".sede-archive" resetRef={reset} onChange={(file) => file && void send(file)}>
          {(props) => (
            <Button icon="upload" {...props}>
              {t('modules.bring')}
            </Button>
          )}
        </FileButton>
      )}
      {failure && (
        <p className={m.failure} role="alert">
          {failure}
        </p>
      )}
    </div>
  );
}
