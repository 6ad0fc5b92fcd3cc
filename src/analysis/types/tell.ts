import type * as ts from 'typescript';
import { containerTypes } from '../type-names.ts';
import { attempt, type Checker } from './checker.ts';
import { isClientSymbol, isSessionProperty } from './core.ts';

/** What a type says that matters here. Promises stand for what they bring, unions for each of their parts. */
export type Told =
  | { readonly kind: 'client' }
  | { readonly kind: 'container'; readonly made: string | undefined; readonly inside: readonly Told[] }
  | { readonly kind: 'object'; readonly properties: ReadonlyMap<string, readonly Told[]> }
  | { readonly kind: 'session' };

/** Types nested deeper than this say nothing. */
const deepest = 3;

/** An object with more properties than this is a whole application, and not something that carries a session. */
const mostProperties = 40;

const session: Told = { kind: 'session' };
const client: Told = { kind: 'client' };
const nothing: readonly Told[] = [];

/** Reads types, each once for every depth. */
export class Teller {
  readonly #known: WeakMap<ts.Type, readonly Told[]>[] = [];

  constructor(readonly checker: Pick<Checker, 'program' | 'types'>) {}

  /** What a type says; nothing for most. */
  tell(type: ts.Type, depth = 0): readonly Told[] {
    if (depth > deepest) {
      return nothing;
    }
    const ofDepth = (this.#known[depth] ??= new WeakMap());
    let told = ofDepth.get(type);
    if (!told) {
      // a type that contains itself says nothing of itself
      ofDepth.set(type, nothing);
      told = attempt(() => this.#read(type, depth)) ?? nothing;
      ofDepth.set(type, told);
    }
    return told;
  }

  #read(type: ts.Type, depth: number): readonly Told[] {
    if (type.isUnion()) {
      return type.types.flatMap(part => this.tell(part, depth));
    }
    const { types } = this.checker;
    const constraint = type.isTypeParameter() ? types.getBaseConstraintOfType(type) : undefined;
    if (constraint) {
      return this.tell(constraint, depth + 1);
    }
    if (isSessionProperty(type.getProperty('sessionId')) && type.getProperty('tools')) {
      return [session];
    }
    if (this.#isClient(type)) {
      return [client];
    }
    const name = type.symbol?.name;
    const given = this.#arguments(type);
    if ((name === 'Promise' || name === 'PromiseLike') && given[0]) {
      return this.tell(given[0], depth);
    }
    if (types.isTupleType(type)) {
      return objectOf(given.map((element, index) => [String(index), this.tell(element, depth + 1)] as const));
    }
    const element =
      types.isArrayType(type) || (name !== undefined && containerTypes.test(name))
        ? given.at(-1)
        : (type.getStringIndexType() ?? type.getNumberIndexType());
    if (element) {
      const inside = this.tell(element, depth + 1);
      return inside.length > 0 ? [{ kind: 'container', made: name === '__type' ? undefined : name, inside }] : nothing;
    }
    return type.isIntersection() || this.#isOwn(type) ? this.#properties(type, depth) : nothing;
  }

  #isClient(type: ts.Type): boolean {
    return (
      isClientSymbol(type.symbol) || (type.isClassOrInterface() && (type.getBaseTypes() ?? []).some(base => isClientSymbol(base.symbol)))
    );
  }

  #arguments(type: ts.Type): readonly ts.Type[] {
    return 'target' in type ? this.checker.types.getTypeArguments(type as ts.TypeReference) : [];
  }

  /** Whether the project itself declares a type: what packages declare is too large to look through, and holds no session. */
  #isOwn({ symbol }: ts.Type): boolean {
    const { program } = this.checker;
    return (symbol?.declarations ?? []).some(declaration => {
      const file = declaration.getSourceFile();
      return !program.isSourceFileDefaultLibrary(file) && !program.isSourceFileFromExternalLibrary(file);
    });
  }

  #properties(type: ts.Type, depth: number): readonly Told[] {
    const properties = type.getProperties();
    if (properties.length > mostProperties) {
      return nothing;
    }
    return objectOf(
      properties.map(property => {
        const place = property.valueDeclaration ?? property.declarations?.[0];
        return [
          property.name,
          place ? this.tell(this.checker.types.getTypeOfSymbolAtLocation(property, place), depth + 1) : nothing,
        ] as const;
      }),
    );
  }
}

function objectOf(members: readonly (readonly [string, readonly Told[]])[]): readonly Told[] {
  const properties = new Map(members.filter(([, told]) => told.length > 0));
  return properties.size > 0 ? [{ kind: 'object', properties }] : nothing;
}
