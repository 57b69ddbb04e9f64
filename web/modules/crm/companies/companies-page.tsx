import { companyKind } from '../kinds.js';
import { CrmPanel } from '../records/record-panel.js';
import { type PanelProps, RecordsPage } from '../records/records-page.js';

const CompanyPanel = (props: PanelProps) => <CrmPanel {...props} kind={companyKind} pipelineId={undefined} />;

export default function CompaniesPage() {
  return <RecordsPage kind={companyKind} stages={[]} pipelineId={undefined} panel={CompanyPanel} />;
}
