import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { useFormat } from '../../../ui/ui-context.js';
import { copyText } from '../../clipboard.js';
import { downloadText } from '../../download.js';
import { FormProblem, Tick } from '../../form/field.js';
import { useSession } from '../../session.js';
import { useUnsaved } from '../../unsaved.js';
import s from '../settings.module.css';
import b from './backups.module.css';

/** The key, which is shown this once: no key, no click and no reload takes it away before somebody says that it is kept. */
export function KeyDialog({ value, onClose }: { value: string; onClose: () => void }) {
  const { t } = useTranslation('core');
  const { instantFull } = useFormat();
  const { name } = useSession().company;
  const about = t('backups.keyOf', { portal: name, at: useState(() => instantFull(new Date().toISOString()))[0] });
  const [kept, setKept] = useState(false);
  const [copied, setCopied] = useState(false);
  const [asked, setAsked] = useState(false);
  useUnsaved(!kept);
  const close = () => (kept ? onClose() : setAsked(true));
  const save = () => {
    downloadText(t('backups.keyFile'), [about, value, t('backups.keyPaper'), t('backups.keyUse')].join('\n\n'));
  };
  return (
    <Dialog
      opened
      title={t('backups.keyTitle')}
      onClose={close}
      footer={
        <Button look="primary" onClick={close}>
          {t('done')}
        </Button>
      }
    >
      <p>{t('backups.keyText')}</p>
      <div className={b.sheet}>
        <h2 className={b.onPaper}>{about}</h2>
        <p className={b.key}>{value}</p>
        <div className={b.onPaper}>
          <p>{t('backups.keyPaper')}</p>
          <p>{t('backups.keyUse')}</p>
        </div>
      </div>
      <div className={b.keep}>
        <Button icon={copied ? 'check' : 'copy'} onClick={() => void copyText(value).then(setCopied)}>
          {t(copied ? 'copied' : 'copy')}
        </Button>
        <Button icon="download" onClick={save}>
          {t('backups.keySave')}
        </Button>
        <Button icon="print" onClick={() => window.print()}>
          {t('backups.keyPrint')}
        </Button>
      </div>
      <p className={s.quiet}>{t('backups.keyUse')}</p>
      <Tick label={t('backups.keyKept')} checked={kept} onChange={setKept} />
      <FormProblem>{asked && !kept && t('backups.keyFirst')}</FormProblem>
    </Dialog>
  );
}
