import { Component, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { portalEndpoints } from '../../../server/contracts/core/session.js';
import { ErrorState } from '../../ui/states.js';
import { ApiProblem, call, onReach } from '../api.js';
import { useGo, usePath } from '../navigation.js';
import { useHeading } from '../shell/heading.js';
import { NotKept } from './not-kept.js';
import s from './states.module.css';

/** Failures of scripts that could not be fetched. */
const notFetched = new WeakSet<Error>();
addEventListener('vite:preloadError', ({ payload }) => notFetched.add(payload));

interface Props {
  children: ReactNode;
  /** Another value is another try. */
  at?: string;
  render: (error: Error, again: () => void) => ReactNode;
}

class Catch extends Component<Props, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };
  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }
  override componentDidCatch(error: unknown) {
    console.error(error);
  }
  override componentDidUpdate(before: Props) {
    if (this.state.error && before.at !== this.props.at) this.setState({ error: null });
  }
  override render() {
    const { error } = this.state;
    return error ? this.props.render(error, () => this.setState({ error: null })) : this.props.children;
  }
}

function Broken({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { t } = useTranslation('core');
  const requestId = error instanceof ApiProblem ? error.requestId : undefined;
  return (
    <div className={s.place}>
      <ErrorState
        title={t('broken.title')}
        text={error instanceof ApiProblem ? error.message : t('broken.text')}
        onRetry={onRetry}
        second={{ label: t('broken.reload'), onClick: () => location.reload() }}
        {...(requestId ? { requestId } : {})}
      />
    </div>
  );
}

/** The script of a page was not fetched before the network went: the page opens when the portal can be reached again. */
function NotFetched(props: { error: Error; onRetry: () => void }) {
  const { t } = useTranslation('core');
  const go = useGo();
  const [isAway, setAway] = useState(!navigator.onLine);
  const wasAway = useRef(isAway);
  useHeading(t(isAway ? 'notKept.where' : 'broken.title'));
  useEffect(() => {
    const end = onReach((reached) => {
      // As a whole: of a page that failed once its styles would be missing.
      if (reached && wasAway.current) location.reload();
      wasAway.current = !reached;
      setAway(!reached);
    });
    // Whether the portal answers is told through onReach; where it does not, the shell goes on asking.
    call(portalEndpoints.portal).catch(() => undefined);
    return end;
  }, []);
  if (!isAway) return <Broken {...props} />;
  return (
    <div className={s.place}>
      <NotKept action={{ label: t('notFound.home'), onClick: () => go('/') }} />
    </div>
  );
}

/** Around everything: the last place where a failure of a screen is put into words. */
export const Boundary = ({ children }: { children: ReactNode }) => (
  <Catch render={(error, again) => <Broken error={error} onRetry={again} />}>{children}</Catch>
);

/** Around a page: the shell stays, and another address is another try. */
export function RouteBoundary({ children }: { children: ReactNode }) {
  const path = usePath();
  return (
    <Catch
      at={path}
      render={(error, again) => (notFetched.has(error) ? <NotFetched error={error} onRetry={again} /> : <Broken error={error} onRetry={again} />)}
    >
      {children}
    </Catch>
  );
}
