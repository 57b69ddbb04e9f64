import type { AnchorHTMLAttributes, MouseEvent } from 'react';
import { useUi } from './ui-context.js';

const isPlain = (event: MouseEvent) => event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

/** A link inside the app: a plain click goes there without a reload, Ctrl-click opens a tab. */
export function Link({ to, onClick, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { to: string }) {
  const { navigate } = useUi();
  return (
    <a
      {...rest}
      // Without the leading slash it counts from the page's <base>, so that it also holds below a path of a proxy.
      href={to.startsWith('/') ? `.${to}` : to}
      onClick={(event) => {
        onClick?.(event);
        if (event.defaultPrevented || !navigate || !isPlain(event)) return;
        event.preventDefault();
        navigate(to);
      }}
    />
  );
}
