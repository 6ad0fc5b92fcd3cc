import type { TSESTree } from '@typescript-eslint/utils';
import type { SourceCode } from '../analysis/facts.ts';
import { isPython } from '../analysis/language.ts';
import { isPropertyNamed, literalKey, propertyName, unwrapped } from '../analysis/tree.ts';
import { nodesOf } from './file-nodes.ts';
import { isInExports, variableOf } from './names.ts';
import { definedAs, isDeclared, isReference, type Place, placeOf, type Root } from './place.ts';
import { wrappedOutermost } from './positions.ts';
import { oncePer } from '../analysis/once-per.ts';

type Node = TSESTree.Node;

/** What hands a value as a whole to somebody else. */
const handing = new Set([
  'ArrayExpression',
  'CallExpression',
  'NewExpression',
  'Property',
  'SpreadElement',
  'VariableDeclarator',
]);

/** What a file does with one place. */
interface PlaceUses {
  /** Where the place is named, in source order. */
  readonly references: (TSESTree.Identifier | TSESTree.MemberExpression)[];
  /** Assignments to its properties, in source order. */
  readonly filled: TSESTree.AssignmentExpression[];
  /** The properties that a pattern takes out of it: `const { session } = this`. */
  readonly taken: Set<string | undefined>;
  /** Whether it is handed to somebody as a whole, who may read it there. */
  isPassedOn: boolean;
}

const nowhere: Readonly<PlaceUses> = { references: [], filled: [], taken: new Set(), isPassedOn: false };

/** A pattern with a rest takes every property. */
const everything = undefined;

/** All places that a file names, found in one walk. */
export class PlaceIndex {
  readonly #uses = new Map<unknown, Map<string, PlaceUses>>();
  /** `Agent.session` for `agent.session` of `const agent = new Agent()`. */
  readonly #readOutside = new Set<string>();
  readonly #made = new Map<Node, Set<string>>();

  private constructor(readonly sourceCode: SourceCode) {
    const members: TSESTree.MemberExpression[] = [];
    for (const node of nodesOf(sourceCode).all) {
      if (node.type === 'VariableDeclarator') {
        this.#noteTaken(node);
      } else if (node.type === 'NewExpression') {
        this.#noteMade(node);
      } else if (node.type === 'AssignmentExpression') {
        this.#noteFilled(node);
      } else if (node.type === 'CallExpression' && isPython(sourceCode)) {
        this.#noteAsked(node);
      }
      if (isReference(node) && !isDeclared(node)) {
        this.#noteReference(node);
      }
      if (node.type === 'MemberExpression') {
        members.push(node);
      }
    }
    members.forEach(member => this.#noteReadOutside(member));
  }

  /** The index of a file, made when it is first asked for. */
  static readonly of = oncePer((sourceCode: SourceCode) => new PlaceIndex(sourceCode));

  /** Where a place is named; undefined when somebody may get at it without naming it. */
  referencesOf(place: Place): PlaceUses['references'] | undefined {
    return this.#isTakenApart(place) || this.#isPassedOn(place) || this.#isReadOutside(place) ? undefined : this.#at(place).references;
  }

  /** The assignments to properties of a place. */
  filledIn(place: Place): PlaceUses['filled'] {
    return this.#at(place).filled;
  }

  #at({ root, path }: Place): Readonly<PlaceUses> {
    return this.#uses.get(keyOf(root))?.get(path.join('\0')) ?? nowhere;
  }

  #noted({ root, path }: Place): PlaceUses {
    const key = keyOf(root);
    let ofRoot = this.#uses.get(key);
    if (!ofRoot) {
      this.#uses.set(key, (ofRoot = new Map()));
    }
    const text = path.join('\0');
    let uses = ofRoot.get(text);
    if (!uses) {
      ofRoot.set(text, (uses = { references: [], filled: [], taken: new Set(), isPassedOn: false }));
    }
    return uses;
  }

  #noteReference(node: TSESTree.Identifier | TSESTree.MemberExpression): void {
    const place = placeOf(node, this.sourceCode);
    if (!place) {
      return;
    }
    this.#noted(place).references.push(node);
    if (handing.has(wrappedOutermost(node).parent!.type) && !isInExports(node)) {
      this.#noted({ ...place, root: definedAs(place.root) }).isPassedOn = true;
    }
  }

  #noteFilled(node: TSESTree.AssignmentExpression): void {
    const place = node.left.type === 'MemberExpression' ? placeOf(node.left.object, this.sourceCode) : undefined;
    if (place) {
      this.#noted(place).filled.push(node);
    }
  }

  #noteTaken({ id, init }: TSESTree.VariableDeclarator): void {
    const place = id.type === 'ObjectPattern' && init ? placeOf(init, this.sourceCode) : undefined;
    if (place && id.type === 'ObjectPattern') {
      const { taken } = this.#noted(place);
      for (const each of id.properties) {
        taken.add(each.type === 'RestElement' ? everything : propertyName(each));
      }
    }
  }

  /** `state.get("session")` of Python: what `state["session"]` holds, by a way that nothing here follows. */
  #noteAsked({ callee, arguments: [first] }: TSESTree.CallExpression): void {
    const key = first && callee.type === 'MemberExpression' && isPropertyNamed(callee, /^(?:get|pop)$/u) ? literalKey(first) : undefined;
    const place = key !== undefined && callee.type === 'MemberExpression' ? placeOf(callee.object, this.sourceCode) : undefined;
    if (place) {
      this.#noted({ ...place, root: place.path.length === 0 ? definedAs(place.root) : place.root }).taken.add(key);
    }
  }

  /** Notes for each declaration around `new Agent()` that its variables may be one. */
  #noteMade(node: TSESTree.NewExpression): void {
    const name = node.callee.type === 'Identifier' ? node.callee.name : undefined;
    for (let at: Node | undefined = node.parent; name !== undefined && at; at = at.parent) {
      if (at.type === 'VariableDeclarator') {
        const names = this.#made.get(at);
        if (names) {
          names.add(name);
        } else {
          this.#made.set(at, new Set([name]));
        }
      }
    }
  }

  #noteReadOutside(member: TSESTree.MemberExpression): void {
    const definition = variableOf(this.sourceCode, unwrapped(member.object))?.defs[0]?.node;
    const name = propertyName(member);
    for (const made of (definition && name !== undefined && this.#made.get(definition)) || []) {
      this.#readOutside.add(`${made}.${name}`);
    }
  }

  /** `const { session } = this`: a read under another name, which nothing here follows. */
  #isTakenApart({ root, path }: Place): boolean {
    if (path.length === 0) {
      return false;
    }
    const { taken } = this.#at({ root, path: path.slice(0, -1) });
    return taken.has(path.at(-1)) || taken.has(everything);
  }

  /** Whether the object that a home is a property of is handed to somebody as a whole, who may read it there. */
  #isPassedOn({ root, path }: Place): boolean {
    const depth = typeof root === 'object' && 'owner' in root ? 1 : 0;
    return path.some((_, length) => length >= depth && this.#at({ root, path: path.slice(0, length) }).isPassedOn);
  }

  /** `agent.session` of `const agent = new Agent()`: a field that is read outside its class. */
  #isReadOutside({ root, path }: Place): boolean {
    const name = typeof root === 'object' && 'owner' in root && !root.isStatic ? root.owner.id?.name : undefined;
    return name !== undefined && this.#readOutside.has(`${name}.${path[0]}`);
  }
}

/** What tells the roots of places apart: the same object for the same side of a class. */
function keyOf(root: Root): unknown {
  return typeof root === 'object' && 'owner' in root ? (root.isStatic ? root.owner.body : root.owner) : root;
}
