import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { healthEndpoints, type SupportBundle } from '../../../../server/contracts/core/health.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { showError } from '../../../ui/feedback.js';
import { useFormat } from '../../../ui/ui-context.js';
import { addressOf, call } from '../../api.js';
import { useProblemWords } from '../../words.js';
import h from './health.module.css';

function Content({ bundle, onClose }: { bundle: SupportBundle; onClose: () => void }) {
  const { t } = useTranslation('core');
  const f = useFormat();
  return (
    <Dialog
      opened
      title={t('health.bundle.inIt')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('health.bundle.close')}</Button>
          <Button look="primary" icon="download" onClick={() => window.location.assign(addressOf(healthEndpoints.download, { params: { id: bundle.id } }))}>
            {t('health.bundle.download')}
          </Button>
        </>
      }
    >
      <p>{t('health.bundle.look')}</p>
      {bundle.files.map(({ name, text }) => (
        <details key={name} className={h.file}>
          <summary>
            <b>{name}</b> <small>{f.size(text.length)}</small>
          </summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reached by keyboard */}
          <pre tabIndex={0}>{text}</pre>
        </details>
      ))}
    </Dialog>
  );
}

/** Puts a bundle together, shows what is in it, and only then gives it. */
export function Bundle() {
  const { t } = useTranslation('core');
  const words = useProblemWords();
  const [busy, setBusy] = useState(false);
  const [bundle, setBundle] = useState<SupportBundle | null>(null);
  const make = async () => {
    setBusy(true);
    try {
      setBundle(await call(healthEndpoints.bundle));
    } catch (error) {
      showError({ text: words(error) });
    }
    setBusy(false);
  };
  return (
    <>
      <Button icon="box" busy={busy} onClick={() => void make()}>
        {t('health.bundle.make')}
      </Button>
      {bundle && <Content bundle={bundle} onClose={() => setBundle(null)} />}
    </>
  );
}
