import { Owner } from '../../../ui/cells.js';
import s from '../../../ui/record/tab-parts.module.css';
import { contactKind } from '../kinds.js';
import { FirstChannel } from '../records/cells.js';
import { RelatedTab } from './related-tab.js';

/** The people at a company, and how they are reached. */
export default function ContactsTab({ recordId }: { recordType: string; recordId: number }) {
  const filter = { companyId: recordId };
  return (
    <RelatedTab
      kind={contactKind}
      of="company"
      recordId={recordId}
      filter={filter}
      initial={filter}
      line={(contact) => (
        <>
          <span className={s.grow}>{contact.position}</span>
          <FirstChannel of={contact.phones} />
          <FirstChannel of={contact.emails} />
          <Owner id={contact.ownerId} />
        </>
      )}
    />
  );
}
