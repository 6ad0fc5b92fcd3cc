import type * as ts from 'typescript';
import { clientClass, coreModule, sessionTypes } from '../../sdk/model.ts';

/** Bundled declarations number names that they use twice: `Composio$1` is exported as `Composio`. */
const numbered = /\$\d+$/u;

/** Whether a symbol is declared by the SDK: a file of its package (wherever a package manager keeps it), or its module. */
function isOfCore(symbol: ts.Symbol | undefined): boolean {
  return symbol?.declarations?.some(isCoreDeclaration) === true;
}

/** Whether a declaration stands in the SDK. */
export function isCoreDeclaration(declaration: ts.Node): boolean {
  if (declaration.getSourceFile().fileName.includes(`/node_modules/${coreModule}/`)) {
    return true;
  }
  for (let at: ts.Node | undefined = declaration; at; at = at.parent) {
    const { name } = at as { readonly name?: { readonly text?: unknown } };
    if (name?.text === coreModule) {
      return true;
    }
  }
  return false;
}

/** Whether a symbol is the SDK's client class. */
export function isClientSymbol(symbol: ts.Symbol | undefined): boolean {
  return symbol?.name.replace(numbered, '') === clientClass && isOfCore(symbol);
}

/**
 * Whether a property is a session's own, by where it was declared. An `Omit` or `Pick` of a session has no name that
 * tells, but its properties still come from the declaration of the session.
 */
export function isSessionProperty(property: ts.Symbol | undefined): boolean {
  return (property?.declarations ?? []).some(declaration => {
    const { name } = declaration.parent as { readonly name?: { readonly text?: unknown } };
    return typeof name?.text === 'string' && sessionTypes.has(name.text.replace(numbered, '')) && isCoreDeclaration(declaration);
  });
}
