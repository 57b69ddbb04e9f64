import { contactKind } from '../kinds.js';
import { CrmPanel } from '../records/record-panel.js';
import { type PanelProps, RecordsPage } from '../records/records-page.js';

const ContactPanel = (props: PanelProps) => <CrmPanel {...props} kind={contactKind} pipelineId={undefined} />;

export default function ContactsPage() {
  return <RecordsPage kind={contactKind} stages={[]} pipelineId={undefined} panel={ContactPanel} />;
}
