import ts from 'typescript';

/** A text that a person would read, written into code instead of into the files of texts. */
export interface VisibleText {
  line: number;
  text: string;
}

const readAloud = new Set(['label', 'title', 'placeholder', 'alt', 'description', 'aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext']);
const hasWords = (text: string): boolean => /\p{L}{2,}/u.test(text);

/** The texts between tags and in attributes that are shown or read aloud, also inside `{…}`, `a ? 'b' : 'c'` and templates. */
export function visibleTexts(file: string, source: string): VisibleText[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: VisibleText[] = [];
  const note = (node: ts.Node, text: string): void => {
    if (hasWords(text)) found.push({ line: tree.getLineAndCharacterOfPosition(node.getStart()).line + 1, text: text.trim().replace(/\s+/g, ' ') });
  };
  const literals = (node: ts.Expression | undefined): void => {
    if (!node) return;
    if (ts.isStringLiteralLike(node)) note(node, node.text);
    else if (ts.isTemplateExpression(node)) note(node, [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join(' '));
    else if (ts.isConditionalExpression(node)) {
      literals(node.whenTrue);
      literals(node.whenFalse);
    } else if (ts.isParenthesizedExpression(node)) literals(node.expression);
    else if (ts.isBinaryExpression(node)) {
      const shown = [ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.PlusToken, ts.SyntaxKind.AmpersandAmpersandToken];
      if (!shown.includes(node.operatorToken.kind)) return;
      if (node.operatorToken.kind !== ts.SyntaxKind.AmpersandAmpersandToken) literals(node.left);
      literals(node.right);
    }
  };
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node)) note(node, node.text);
    else if (ts.isJsxAttribute(node) && readAloud.has(node.name.getText(tree))) {
      const value = node.initializer;
      if (value && ts.isStringLiteral(value)) note(value, value.text);
      else if (value && ts.isJsxExpression(value)) literals(value.expression);
    } else if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent)) literals(node.expression);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** A text that code names by its key. */
export interface NamedKey {
  line: number;
  /** `namespace:key`, or the key alone where it belongs to one of `namespaces`. */
  key: string;
  namespaces: string[];
}

/**
 * Keys that code names as plain literals: `t('key')` in a file that says `useTranslation('namespace')`, and any
 * literal `namespace:some.key` of a namespace that is known.
 */
export function namedKeys(file: string, source: string, known: ReadonlySet<string>): NamedKey[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const namespaces: string[] = [];
  const found: NamedKey[] = [];
  const lineOf = (node: ts.Node) => tree.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const [first] = node.arguments;
      const callee = node.expression.getText(tree);
      if (callee === 'useTranslation' && first && ts.isStringLiteral(first)) namespaces.push(first.text);
      if (callee === 't' && first && ts.isStringLiteral(first) && !first.text.includes(':')) found.push({ line: lineOf(node), key: first.text, namespaces });
    }
    if (ts.isStringLiteral(node)) {
      const [namespace = '', key = ''] = node.text.split(':');
      if (known.has(namespace) && /^[a-zA-Z][\w.-]*\w$/.test(key) && node.text.split(':').length === 2)
        found.push({ line: lineOf(node), key: node.text, namespaces: [] });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found.filter(({ key, namespaces: own }) => key.includes(':') || own.length > 0);
}
