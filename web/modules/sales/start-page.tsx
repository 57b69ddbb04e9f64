import { useEffect } from 'react';
import { useGo } from '../../core/navigation.js';
import { useMay } from '../../core/session.js';

/** `/sales` leads to the first kind of record the person may see. */
export default function StartPage() {
  const may = useMay();
  const go = useGo();
  const kind = (['quote', 'invoice', 'payment', 'shipment', 'product'] as const).find((one) => may(`sales.${one}.read`)) ?? 'quote';
  useEffect(() => go(`/sales/${kind}s`, { replace: true }), [go, kind]);
  return null;
}
