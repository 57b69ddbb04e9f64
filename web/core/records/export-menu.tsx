import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionMenu } from '../../ui/action-menu.js';
import { Button } from '../../ui/button.js';
import { showNote } from '../../ui/feedback.js';
import { useAddressQuery } from '../navigation.js';
import { type ExportFormat, exportFormats } from './export-list.js';

/** Takes what the list shows away as a file; not there where it shows nothing, which is said to who asks for it in the address. */
export function ExportMenu({ isEmpty, onExport }: { isEmpty: boolean; onExport(format: ExportFormat): void }) {
  const { t } = useTranslation('core');
  const [query, setQuery] = useAddressQuery();
  const [opened, setOpened] = useState(false);
  // Asked for in the address, as by the search box; once.
  const isAsked = query.do === 'export';
  useEffect(() => {
    if (!isAsked) return;
    if (isEmpty) showNote({ text: t('export.nothing') });
    else setOpened(true);
    setQuery({ ...query, do: undefined });
  }, [isAsked, isEmpty, query, setQuery, t]);
  if (isEmpty) return null;
  return (
    <ActionMenu
      opened={opened}
      onChange={setOpened}
      label={t('export.action')}
      entries={exportFormats.map((format) => ({ id: format, label: t(`export.${format}`), icon: 'download' as const, onSelect: () => onExport(format) }))}
      target={
        <Button look="quiet" icon="download">
          {t('export.action')}
        </Button>
      }
    />
  );
}
