import { useEffect } from 'react';
import { useGo } from '../../core/navigation.js';
import { useMay } from '../../core/session.js';

/** `/crm` leads to the first kind of record the person may see. */
export default function StartPage() {
  const may = useMay();
  const go = useGo();
  const kind = (['deal', 'lead', 'contact', 'company'] as const).find((one) => may(`crm.${one}.read`)) ?? 'deal';
  useEffect(() => go(`/crm/${kind === 'company' ? 'companies' : `${kind}s`}`, { replace: true }), [go, kind]);
  return null;
}
