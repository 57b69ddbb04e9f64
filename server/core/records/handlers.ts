import type { recordEndpoints } from '../../contracts/core/endpoint.js';
import type { RecordDeclaration } from '../../contracts/core/fields.js';
import { type Handlers, JsonText } from '../http/call.js';
import { change, create, get, remove, restore } from './change.js';
import type { RecordContext } from './context.js';
import { history } from './history.js';
import type { Kind } from './kind.js';
import { listJson } from './list.js';

/** The plain handlers of `recordEndpoints`; a module spreads them and replaces those whose behaviour is its own. */
export function recordHandlers<D extends RecordDeclaration>(ctx: RecordContext, kind: Kind<D>): Handlers<ReturnType<typeof recordEndpoints<D>>> {
  return {
    list: async ({ actor, query }) => new JsonText(await listJson(ctx, actor, kind, query)),
    create: ({ actor, body }) => ctx.db.write((tx) => create(ctx, tx, actor, kind, body)),
    get: ({ actor, params }) => get(ctx, ctx.db.read, actor, kind, params.id),
    change: ({ actor, params, body }) => ctx.db.write((tx) => change(ctx, tx, actor, kind, params.id, body)),
    remove: ({ actor, params }) => ctx.db.write((tx) => remove(ctx, tx, actor, kind, params.id)),
    restore: ({ actor, params }) => ctx.db.write((tx) => restore(ctx, tx, actor, kind, params.id)),
    history: ({ actor, params }) => history(ctx, actor, kind, params.id),
  };
}
