import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/button.js';
import { QuickChip } from '../../../ui/list/filter-bar.js';
import pieces from '../../../ui/pieces.module.css';
import s from './gantt.module.css';
import { type Zoom, zooms } from './scale.js';

interface ToolsProps {
  zoom: Zoom;
  isCriticalShown: boolean;
  hasCritical: boolean;
  onToday(): void;
  onZoom(zoom: Zoom): void;
  onCritical(isShown: boolean): void;
}

/** What stands above a chart: which days it shows, and whether what decides on the end stands out. */
export function Tools({ zoom, isCriticalShown, hasCritical, onToday, onZoom, onCritical }: ToolsProps) {
  const { t } = useTranslation('tasks');
  return (
    <div className={s.tools}>
      <Button small onClick={onToday}>
        {t('plan.today')}
      </Button>
      <label className={s.zoom}>
        <span className={pieces.vh}>{t('gantt.zoom')}</span>
        <select value={zoom} onChange={(event) => onZoom(event.target.value as Zoom)}>
          {zooms.map((each) => (
            <option key={each} value={each}>
              {t(`gantt.zooms.${each}`)}
            </option>
          ))}
        </select>
      </label>
      <QuickChip label={t('gantt.critical')} pressed={isCriticalShown} onClick={() => onCritical(!isCriticalShown)} />
      {isCriticalShown && !hasCritical && <span className={s.hint}>{t('gantt.noCritical')}</span>}
    </div>
  );
}
