import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../ui/states.js';
import { ApiProblem } from '../api.js';
import { usePath } from '../navigation.js';
import s from './states.module.css';

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

/** Around everything: the last place where a failure of a screen is put into words. */
export const Boundary = ({ children }: { children: ReactNode }) => (
  <Catch render={(error, again) => <Broken error={error} onRetry={again} />}>{children}</Catch>
);

/** Around a page: the shell stays, and another address is another try. */
export function RouteBoundary({ children }: { children: ReactNode }) {
  const path = usePath();
  return (
    <Catch at={path} render={(error, again) => <Broken error={error} onRetry={again} />}>
      {children}
    </Catch>
  );
}
