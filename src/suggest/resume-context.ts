import type { TSESTree } from '@typescript-eslint/utils';
import type { ClassNode, SourceCode, Store, Variable } from '../analysis/facts.ts';
import { contains, enclosingFunction, propertyName, thisOf, unwrapped } from '../analysis/tree.ts';
import type { Draft } from './draft.ts';
import { fileIndex, firstWithin } from './file-index.ts';
import type { HomeUse, HomeUses } from './home-uses.ts';
import { isTypedHome, mayBeEmpty } from './id-type.ts';
import { isNameTaken, variableOf } from './names.ts';
import { wrappedOutermost } from './positions.ts';

type Node = TSESTree.Node;

/** What storing ids and resuming sessions have in common: names, texts, what is done already. */
export class ResumeContext {
  protected readonly done = new Set<HomeUse>();
  protected readonly renamed: string | undefined;
  /** The local that a function resumes the session into, and where. */
  protected readonly locals = new Map<Node, { readonly name: string; readonly anchor: Node }>();

  constructor(
    protected readonly store: Store,
    protected readonly uses: HomeUses,
    protected readonly draft: Draft,
    /** The creating callee; unknown where no session has to be resumed. */
    protected readonly callee: TSESTree.MemberExpression | undefined,
  ) {
    this.renamed = this.newName();
  }

  /** `use(id)` on the client that created the session, when `at` sees that client. */
  protected resume(id: string, at: Node): string {
    if (!this.callee) {
      this.draft.refuse();
      return '';
    }
    const { object } = this.callee;
    const root = rootOf(object);
    const variable = root.type === 'Identifier' ? variableOf(this.draft.sourceCode, root) : undefined;
    if (variable ? !contains(variable.scope.block, at) : root.type === 'ThisExpression' && !sameThis(root, at)) {
      this.draft.refuse();
    }
    const later = variable && isDeclaredAfter(variable, at) ? getterOf(variable, object) : object;
    if (!later) {
      this.draft.refuse();
      return '';
    }
    return `${this.draft.quote(later)}.use(${id})`;
  }

  /** The reads behind a statement in its function; undefined when one stands outside its block. */
  protected readsAfter(statement: Node): HomeUse[] | undefined {
    const fn = enclosingFunction(statement);
    const reads = fn ? this.uses.within(fn).filter(use => use.kind === 'read' && use.node.range[0] >= statement.range[1]) : [];
    return reads.every(read => contains(statement.parent!, read.node)) ? reads : undefined;
  }

  protected needsBang(use: HomeUse): boolean {
    return isTypedHome(this.store) && (use.node.type === 'CallExpression' || mayBeEmpty(this.store));
  }

  protected freeName(node: Node, ...wishes: string[]): string | undefined {
    const fn = enclosingFunction(node);
    const name = wishes.find(each => fn && !isNameTaken(this.draft.sourceCode, each, fn));
    return name === undefined ? undefined : this.draft.dialect.fresh(name);
  }

  /** `this.sessionId` for `this.session`: a field of ids is named as one, when its name says session. */
  protected newName(): string | undefined {
    const { home } = this.store;
    const name = home.name.split('.').at(-1)!;
    const isTaken = home.owner && hasMember(home.owner, `${name}Id`, this.draft.sourceCode);
    return home.kind === 'field' && /session$/iu.test(name) && !isTaken && home.declaration
      ? this.draft.dialect.fresh(`${name}Id`)
      : undefined;
  }

  /** How the code writes the home (or the entry) after the rewrite. */
  protected homeText(use: HomeUse): string {
    const text = this.draft.quote(use.node.type === 'AssignmentExpression' ? use.node.left : use.node);
    return this.renamed === undefined ? text : text.replace(/[#\w$]+$/u, this.renamed);
  }
}

/** What a chain of members and calls starts with: `a` of `a.b().c`. */
export function rootOf(node: Node): Node {
  let root = unwrapped(node);
  while (root.type === 'MemberExpression' || root.type === 'CallExpression') {
    root = unwrapped(root.type === 'CallExpression' ? root.callee : root.object);
  }
  return root;
}

/** Whether only the id of what is read is used: `this.session.sessionId`. */
export function isIdRead(read: Node): boolean {
  const outer = wrappedOutermost(read);
  const { parent } = outer;
  return parent?.type === 'MemberExpression' && parent.object === outer && propertyName(parent) === 'sessionId';
}

/** Whether a local of the same function is not declared yet at `at`. */
function isDeclaredAfter({ defs, scope }: Variable, at: Node): boolean {
  const declared = defs[0]?.node;
  const fn = enclosingFunction(at);
  return (
    declared?.type === 'VariableDeclarator' &&
    declared.range[1] > at.range[0] &&
    scope.variableScope.block === fn
  );
}

/** `getClient()` of `const client = getClient()`, when the client itself is not declared yet. */
function getterOf({ defs }: Variable, object: Node): Node | undefined {
  const declared = defs[0]?.node;
  const init = declared?.type === 'VariableDeclarator' ? declared.init : undefined;
  return object.type === 'Identifier' && init?.type === 'CallExpression' && init.arguments.length === 0
    ? init
    : undefined;
}

function sameThis(a: Node, b: Node): boolean {
  const one = thisOf(a);
  const other = thisOf(b);
  return (
    one !== undefined &&
    other !== undefined &&
    'owner' in one &&
    'owner' in other &&
    one.owner === other.owner &&
    one.isStatic === other.isStatic
  );
}

/** Whether a class declares a member of this name, or uses one that it got some other way. */
function hasMember(owner: ClassNode, name: string, sourceCode: SourceCode): boolean {
  return firstWithin(fileIndex(sourceCode).classMembers.get(name), owner.range) !== undefined;
}
