import { createElement, Fragment, type ReactNode, useMemo } from 'react';
import { Link } from '../link.js';
import s from './rich-text.module.css';

/** What is shown; all else is its text alone. The server keeps the same tags and no other. */
const plain = new Set(['p', 'br', 'strong', 'em', 's', 'ul', 'ol', 'li', 'blockquote', 'code', 'pre']);
/** Deeper than people write; whatever stands below is left out. */
const deepest = 20;

function toReact(node: Node, key: number, depth: number): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return node.nodeValue;
  if (!(node instanceof Element) || depth > deepest) return null;
  const tag = node.tagName.toLowerCase();
  const children = Array.from(node.childNodes, (child, index) => toReact(child, index, depth + 1));
  if (tag === 'br') return <br key={key} />;
  if (plain.has(tag)) return createElement(tag, { key }, ...children);
  const href = tag === 'a' ? node.getAttribute('href') : null;
  if (href && /^(https?:\/\/|mailto:)/i.test(href))
    return (
      <a key={key} href={href} target="_blank" rel="noopener noreferrer nofollow">
        {children}
      </a>
    );
  const mentioned = tag === 'span' ? Number(node.getAttribute('data-mention')) : 0;
  if (Number.isSafeInteger(mentioned) && mentioned > 0)
    return (
      <Link key={key} to={`/people/${mentioned}`} className={s.mention}>
        {node.textContent}
      </Link>
    );
  return tag === 'script' || tag === 'style' ? null : <Fragment key={key}>{children}</Fragment>;
}

/** Rich text as the server keeps it, taken apart into elements: nothing in it is handed to the browser as HTML. */
export function RichText({ html }: { html: string }) {
  // A document that is parsed and never shown runs no scripts and loads nothing.
  const content = useMemo(
    () => Array.from(new DOMParser().parseFromString(html, 'text/html').body.childNodes, (node, index) => toReact(node, index, 0)),
    [html],
  );
  return <div className={s.text}>{content}</div>;
}
