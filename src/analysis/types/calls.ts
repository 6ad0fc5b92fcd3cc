import type { TSESTree } from '@typescript-eslint/utils';
import type * as ts from 'typescript';
import type { Checker } from './checker.ts';
import { isCoreDeclaration } from './core.ts';
import type { Told, Teller } from './tell.ts';

/**
 * What a call to another file gives, by its signature.
 *
 * | by      | example                                             |
 * | ------- | --------------------------------------------------- |
 * | sdk     | `sessions.create(userId)` of the SDK's own classes  |
 * | factory | `openSession(userId)`, declared to give a session   |
 * | read    | `pool.get(userId)`, generic: what somebody put in   |
 */
export interface TypedCall {
  readonly by: 'factory' | 'read' | 'sdk';
  /** The name of the called function, where it is declared with one. */
  readonly name: string | undefined;
  readonly told: readonly Told[];
  /** The names of the parameters, in order. */
  readonly parameters: readonly string[];
}

/** Reads the signatures of calls. Callees whose signatures cannot matter are told by their type alone, each once. */
export class CallReader {
  readonly #silent = new WeakSet<ts.Type>();

  constructor(
    readonly checker: Checker,
    readonly teller: Teller,
  ) {}

  /** What a call gives, when that is a session, a client or something with one inside. */
  read(node: TSESTree.CallExpression): TypedCall | undefined {
    const { types, nodeOf } = this.checker;
    const callee = nodeOf(node.callee);
    const call = nodeOf(node);
    if (!callee || !call) {
      return undefined;
    }
    const type = types.getNonNullableType(types.getTypeAtLocation(callee));
    if (this.#silent.has(type)) {
      return undefined;
    }
    if (!type.getCallSignatures().some(signature => this.#mayMatter(signature))) {
      this.#silent.add(type);
      return undefined;
    }
    const signature = types.getResolvedSignature(call as ts.CallLikeExpression);
    const told = signature ? this.teller.tell(signature.getReturnType()) : [];
    return signature && told.length > 0 ? { told, ...this.#origin(signature) } : undefined;
  }

  /** Whether a signature gives a session, or depends on its arguments for what it gives. */
  #mayMatter(signature: ts.Signature): boolean {
    const declaration = signature.getDeclaration() as ts.SignatureDeclaration | undefined;
    if (declaration && this.checker.program.isSourceFileDefaultLibrary(declaration.getSourceFile())) {
      return false;
    }
    return (signature.typeParameters?.length ?? 0) > 0 || this.teller.tell(signature.getReturnType()).length > 0;
  }

  #origin(signature: ts.Signature): Pick<TypedCall, 'by' | 'name' | 'parameters'> {
    const declaration = signature.getDeclaration() as ts.SignatureDeclaration | undefined;
    const declared = declaration && this.checker.types.getSignatureFromDeclaration(declaration);
    const { text } = (declaration?.name ?? {}) as { readonly text?: string };
    const isDeclared = declared !== undefined && this.teller.tell(declared.getReturnType()).length > 0;
    return {
      by: declaration && isCoreDeclaration(declaration) ? 'sdk' : isDeclared ? 'factory' : 'read',
      name: text,
      parameters: signature.parameters.map(parameter => parameter.name),
    };
  }
}
