import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HealthAction, HealthCheck, HealthState } from '../../../../server/contracts/core/health.js';
import { Button, IconButton } from '../../../ui/button.js';
import { confirm, showError } from '../../../ui/feedback.js';
import { Icon } from '../../../ui/icon.js';
import { Link } from '../../../ui/link.js';
import { copyText } from '../../clipboard.js';
import { useProblemWords } from '../../words.js';
import s from '../settings.module.css';
import { act } from './data.js';
import h from './health.module.css';
import { looks } from './looks.js';

/** These send something or change rights: they are asked about before. */
const asked: readonly HealthAction[] = ['close-files', 'try-mail', 'retry-mails', 'retry-jobs'];
const order: readonly HealthState[] = ['broken', 'look', 'ok'];

function Command({ text }: { text: string }) {
  const { t } = useTranslation('core');
  const [copied, setCopied] = useState(false);
  return (
    <div className={h.command}>
      <code>{text}</code>
      <IconButton icon={copied ? 'check' : 'copy'} label={t(copied ? 'copied' : 'health.copy')} onClick={() => void copyText(text).then(setCopied)} />
    </div>
  );
}

function Mend({ check: { action, page, title } }: { check: HealthCheck }) {
  const { t } = useTranslation('core');
  const words = useProblemWords();
  const [busy, setBusy] = useState(false);
  const run = async (wish: HealthAction) => {
    const label = t(`health.action.${wish}`);
    if (asked.includes(wish) && !(await confirm({ title: label, text: t(`health.asked.${wish}`), action: label }))) return;
    setBusy(true);
    try {
      await act(wish);
    } catch (error) {
      showError({ text: words(error) });
    }
    setBusy(false);
  };
  return (
    <div className={h.mend}>
      {action && (
        <Button busy={busy} aria-label={`${t(`health.action.${action}`)}: ${title}`} onClick={() => void run(action)}>
          {t(`health.action.${action}`)}
        </Button>
      )}
      {page && (
        <Link to={page} className={h.page} aria-label={`${t('health.open')}: ${title}`}>
          {t('health.open')}
        </Link>
      )}
    </div>
  );
}

/** Every check with its sentence, the worst first, and what mends it. */
export function Checks({ checks }: { checks: readonly HealthCheck[] }) {
  const { t } = useTranslation('core');
  const sorted = order.flatMap((state) => checks.filter((one) => one.state === state));
  return (
    <ul className={`${s.card} ${s.plain} ${h.checks}`} aria-label={t('health.checks')}>
      {sorted.map((one) => (
        <li key={one.check} data-state={one.state}>
          <Icon name={looks[one.state].icon} size={18} />
          <div className={h.words}>
            <b>{one.title}</b> <span className={h.state}>{t(`health.state.${one.state}`)}</span>
            <p>{one.text}</p>
            {one.state !== 'ok' && one.command && !one.action && <Command text={one.command} />}
          </div>
          {(one.action || (one.page && one.state !== 'ok')) && <Mend check={one.state === 'ok' ? { ...one, page: null } : one} />}
        </li>
      ))}
    </ul>
  );
}
