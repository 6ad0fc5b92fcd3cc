import { javascript } from '@codemirror/lang-javascript';
import { python } from '@codemirror/lang-python';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import type { Diagnostic } from '@codemirror/lint';
import { Compartment } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { basicSetup } from 'codemirror';
import type { Finding, Language, Place, Remedy } from './messages.ts';

/** A code editor that shows findings as squiggles. */
export interface Editor {
  replace(code: string, language: Language): void;
  show(findings: readonly Finding[]): void;
  apply(remedy: Remedy): void;
  /** Selects a place, scrolls to it and puts the keyboard there. */
  goTo(place: Place): void;
  close(): void;
}

/** The colours are variables of the page's style sheet, which knows light and dark. */
const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: 'var(--code-keyword)' },
  { tag: [tags.string, tags.regexp, tags.special(tags.string)], color: 'var(--code-string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--code-number)' },
  { tag: [tags.comment], color: 'var(--code-comment)' },
  { tag: [tags.typeName, tags.className], color: 'var(--code-type)' },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: 'var(--code-function)' },
]);

/** Opens an editor in `parent`. `changed` is called with the code after each edit. */
export function openEditor(parent: HTMLElement, code: string, language: Language, changed: (code: string) => void): Editor {
  const syntax = new Compartment();
  const view = new EditorView({
    parent,
    doc: code,
    extensions: [
      basicSetup,
      syntax.of(syntaxOf(language)),
      syntaxHighlighting(colours),
      lintGutter(),
      EditorView.contentAttributes.of({ 'aria-label': 'Code to lint', tabindex: '0' }),
      EditorView.updateListener.of(update => {
        if (update.docChanged) changed(update.state.doc.toString());
      }),
    ],
  });
  // a remedy fits the code that it was found for, and no other
  let linted = view.state.doc;
  const apply = ({ from, to, insert }: Remedy) => {
    if (view.state.doc.eq(linted)) view.dispatch({ changes: { from, to, insert } });
  };
  return {
    replace(next, nextLanguage) {
      view.dispatch({ effects: syntax.reconfigure(syntaxOf(nextLanguage)) });
      if (next !== view.state.doc.toString()) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } });
    },
    show(findings) {
      linted = view.state.doc;
      view.dispatch(setDiagnostics(view.state, findings.map(finding => diagnosticOf(finding, apply))));
    },
    apply,
    goTo({ from, to }) {
      view.dispatch({ selection: { anchor: from, head: to }, effects: EditorView.scrollIntoView(from, { y: 'center' }) });
      view.focus();
    },
    close: () => view.destroy(),
  };
}

function syntaxOf(language: Language) {
  if (language === 'py') return python();
  return javascript({ typescript: language.startsWith('ts'), jsx: language.endsWith('x') });
}

function diagnosticOf({ from, to, severity, message, rule, remedies }: Finding, apply: (remedy: Remedy) => void): Diagnostic {
  return {
    from,
    to,
    severity: severity === 'warn' ? 'warning' : 'error',
    message,
    ...(rule === undefined ? {} : { source: rule }),
    actions: remedies.map(remedy => ({ name: remedy.text, apply: () => apply(remedy) })),
  };
}
