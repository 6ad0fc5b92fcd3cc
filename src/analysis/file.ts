import type { Settings } from '../sdk/settings.ts';
import { exportsOf, type Exports } from './exports.ts';
import type { SourceCode } from './facts.ts';
import { flowOf, type FileNodes, type Graph } from './flow/index.ts';
import { handlersOf, type Handlers } from './handlers.ts';
import { Homes } from './stores/homes.ts';
import { Units } from './units.ts';

/** What every question about a file starts from: what flows where, what is shared, and what runs on whose behalf. */
export interface FileContext {
  readonly graph: Graph;
  readonly nodes: FileNodes;
  readonly exported: Exports;
  readonly handlers: Handlers;
  readonly units: Units;
  readonly homes: Homes;
}

/** Works out the context of a file; undefined when it has no session. */
export function contextOf(sourceCode: SourceCode, settings: Settings): FileContext | undefined {
  const flow = flowOf(sourceCode, settings);
  if (!flow) {
    return undefined;
  }
  const { graph, nodes } = flow;
  const exported = exportsOf(graph, nodes);
  const handlers = handlersOf(graph, nodes, exported, settings);
  const units = new Units(graph, nodes, exported, handlers);
  return { graph, nodes, exported, handlers, units, homes: new Homes(graph, settings.requestObjects) };
}
