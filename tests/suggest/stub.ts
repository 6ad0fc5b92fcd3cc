import type { TSESTree } from '@typescript-eslint/utils';
import type { Creation, Home, Reason, SourceCode, Store } from '../../src/analysis/facts.ts';
import { awaited, enclosingClass, enclosingFunction, functionName, inline, nodesBelow, unwrapped } from '../../src/analysis/tree.ts';
import { variableOf } from '../../src/suggest/names.ts';

type Node = TSESTree.Node;

/** Stores for the lines that end with `// expect RULE`, found by syntax alone. */
export function labelledStores(sourceCode: SourceCode): Store[] {
  const nodes = [...nodesBelow(sourceCode.ast, sourceCode.visitorKeys)];
  const creations = nodes.filter(isCreation).map(call => creationOf(call, sourceCode));
  const stores: Store[] = [];
  sourceCode.lines.forEach((line, index) => {
    const label = /\/\/ expect (no-(?:session-cache|session-field|module-session|cached-session-tools))/u.exec(line);
    if (label) {
      const start = line.search(/\S/u);
      const site = nodes.find(node => node.loc.start.line === index + 1 && node.loc.start.column >= start && isStoring(node));
      if (site) {
        stores.push(storeOf(site, label[1]!, creations, sourceCode));
      }
    }
  });
  return stores;
}

function isCreation(node: Node): node is TSESTree.CallExpression {
  return (
    node.type === 'CallExpression' &&
    node.callee.type === 'MemberExpression' &&
    node.callee.property.type === 'Identifier' &&
    ['create', 'use'].includes(node.callee.property.name) &&
    !(node.callee.object.type === 'Identifier' && node.callee.object.name === 'Object')
  );
}

function creationOf(call: TSESTree.CallExpression, sourceCode: SourceCode): Creation {
  const name = inline(sourceCode, call.callee);
  return {
    how: name.endsWith('.use') ? 'resume' : 'create',
    call,
    name,
    user: call.arguments[0] as TSESTree.Expression | undefined,
    config: call.arguments[1] as TSESTree.Expression | undefined,
    evidence: 'import',
    enclosing: enclosingFunction(call),
  };
}

function isStoring(node: Node): boolean {
  if (node.type === 'CallExpression') {
    const callee = unwrapped(node.callee);
    return (
      (callee.type === 'MemberExpression' &&
        callee.property.type === 'Identifier' &&
        ['set', 'add', 'push', 'put', 'unshift', 'setex'].includes(callee.property.name)) ||
      (callee.type === 'Identifier' && /memo|once|unstable_cache/iu.test(callee.name))
    );
  }
  return (
    (node.type === 'AssignmentExpression' && !['+='].includes(node.operator)) ||
    (node.type === 'VariableDeclarator' && node.init !== null && !/Function/u.test(node.init.type) && !/memo|once|unstable_cache/iu.test(JSON.stringify(nodeName(node.init)))) ||
    (node.type === 'PropertyDefinition' && node.value !== null)
  );
}

function nodeName(node: Node): string {
  return node.type === 'CallExpression' && node.callee.type === 'Identifier' ? node.callee.name : '';
}

function storeOf(site: Node, rule: string, creations: Creation[], sourceCode: SourceCode): Store {
  const value =
    site.type === 'CallExpression'
      ? site.arguments.at(-1)
      : site.type === 'AssignmentExpression'
        ? site.right
        : site.type === 'VariableDeclarator'
          ? site.init
          : (site as TSESTree.PropertyDefinition).value;
  const home = homeOf(site, rule, sourceCode);
  const fn = enclosingFunction(site);
  return {
    site,
    value: value ?? undefined,
    holds: rule === 'no-cached-session-tools' ? 'tools' : 'session',
    home,
    lazy: false,
    key: undefined,
    creations,
    reason: /\((ignores-user|ignores-config|singleton|message-work|conversation)\)/u.exec(sourceCode.lines[site.loc.start.line - 1]!)?.[1] as Reason | undefined ?? (rule === 'no-session-field' ? 'message-work' : 'outlives'),
    storedBy: fn && functionName(fn),
  };
}

function homeOf(site: Node, rule: string, sourceCode: SourceCode): Home {
  let place: Node | undefined;
  let kind: Home['kind'] = rule === 'no-session-field' ? 'field' : rule === 'no-module-session' ? 'module' : 'closure';
  if (site.type === 'CallExpression') {
    const callee = unwrapped(site.callee);
    kind = callee.type === 'MemberExpression' ? 'container' : 'memo';
    place = callee.type === 'MemberExpression' ? callee.object : callee;
  } else if (site.type === 'AssignmentExpression') {
    const left = unwrapped(site.left);
    place = left;
    if (left.type === 'MemberExpression' && (left.computed || rule === 'no-session-cache')) {
      kind = 'container';
      place = left.object;
    } else if (rule === 'no-cached-session-tools') {
      kind = left.type === 'MemberExpression' && awaited(left.object).type === 'ThisExpression' ? 'field' : 'module';
    }
  } else if (site.type === 'VariableDeclarator') {
    place = site.id;
    kind = rule === 'no-session-cache' ? 'container' : kind;
  }
  const name = place ? sourceCode.getText(place) : site.type === 'PropertyDefinition' ? `this.${sourceCode.getText(site.key)}` : '?';
  let root = place;
  while (root?.type === 'MemberExpression') {
    root = unwrapped(root.object);
  }
  const variable = root?.type === 'Identifier' ? variableOf(sourceCode, root) : undefined;
  const owner = site.type === 'PropertyDefinition' || root?.type === 'ThisExpression' ? enclosingClass(site) : classOf(variable);
  const last = name.split('.').at(-1);
  const field = owner?.body.body.find(member => member.type === 'PropertyDefinition' && sourceCode.getText(member.key) === last);
  return {
    kind,
    name,
    lifetime: 'module',
    variable,
    owner,
    declaration: field ?? variable?.defs[0]?.node,
  };
}

function classOf(variable: ReturnType<typeof variableOf>) {
  const node = variable?.defs[0]?.node;
  return node?.type === 'ClassDeclaration' ? node : undefined;
}
