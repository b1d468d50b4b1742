import type * as v from 'valibot';

export type Json = Record<string, unknown>;

interface Node {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Node>>;
  readonly item?: Node;
  readonly items?: readonly Node[];
  readonly options?: readonly Node[];
  readonly wrapped?: Node;
  readonly key?: Node;
  readonly value?: Node;
  readonly literal?: unknown;
  readonly requirement?: unknown;
  readonly description?: string;
  readonly pipe?: readonly Node[] | undefined;
}

/** What a valibot schema of terms allows, as JSON Schema. What the shape alone does not say (`check`) is left out. Throws on a kind of schema that no terms have had yet. */
export function jsonSchemaOf(schema: v.GenericSchema): Json {
  return shapeOf(schema);
}

function shapeOf(node: Node): Json {
  if (node.pipe !== undefined) {
    const [first, ...bounds] = node.pipe as readonly [Node, ...Node[]];
    // The first of a pipe is a schema, which may have a pipe of its own.
    const own = first.pipe === node.pipe ? { ...first, pipe: undefined } : first;
    return Object.assign(shapeOf(own), ...bounds.map((each) => boundOf(each, first.type))) as Json;
  }
  switch (node.type) {
    case 'strict_object':
      return {
        type: 'object',
        properties: mapped(node.entries, shapeOf),
        required: Object.entries(node.entries ?? {}).flatMap(([name, each]) => (each.type === 'optional' ? [] : [name])),
        additionalProperties: false,
      };
    case 'optional':
      return shapeOf(node.wrapped as Node);
    case 'string':
    case 'number':
      return { type: node.type };
    case 'array':
      return { type: 'array', items: shapeOf(node.item as Node) };
    case 'strict_tuple':
      if (node.items?.length !== 0) break;
      return { type: 'array', maxItems: 0 };
    case 'record':
      return { type: 'object', propertyNames: shapeOf(node.key as Node), additionalProperties: shapeOf(node.value as Node) };
    case 'variant':
      return { oneOf: (node.options ?? []).map(shapeOf) };
    case 'picklist':
      return { enum: node.options };
    case 'literal':
      return { const: node.literal };
  }
  throw new Error(`There is no JSON Schema for the kind ${node.type} yet: write it in test/support/json-schema.ts.`);
}

/** What an action of a pipe adds to a schema of the kind `of`. */
function boundOf({ type, requirement, description }: Node, of: string): Json {
  switch (type) {
    case 'safe_integer':
      return { type: 'integer' };
    case 'min_value':
      return { minimum: requirement };
    case 'max_value':
      return { maximum: requirement };
    case 'min_length':
      return { [of === 'array' ? 'minItems' : 'minLength']: requirement };
    case 'max_length':
      return { [of === 'array' ? 'maxItems' : 'maxLength']: requirement };
    case 'regex':
      return { pattern: (requirement as RegExp).source };
    case 'description':
      return { description };
    case 'check':
      return {};
  }
  throw new Error(`There is no JSON Schema for the bound ${type} yet: write it in test/support/json-schema.ts.`);
}

function mapped(entries: Readonly<Record<string, Node>> | undefined, change: (node: Node) => Json): Json {
  return Object.fromEntries(Object.entries(entries ?? {}).map(([name, each]) => [name, change(each)]));
}
