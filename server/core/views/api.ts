import { Type } from 'typebox';
import { viewEndpoints } from '../../contracts/core/views.js';
import { type Api, api, type Schemas } from '../http/call.js';
import { needed, version } from '../people/fields.js';
import type { RecordContext } from '../records/context.js';
import { byId } from '../records/schemas.js';
import type { Services } from '../services.js';
import { changeView, createView, listViews, removeView, restoreView, setDefaultView } from './store.js';

const recordType = Type.String({ minLength: 1, maxLength: 80 });
/** As much as an address holds. */
const words = Type.Record(Type.String({ maxLength: 80 }), Type.String({ maxLength: 4000 }), { maxProperties: 40 });
const settings = Type.Object({ query: words, look: words }, { additionalProperties: false });
const shared = Type.Optional(Type.Boolean());

const schemas: Schemas<typeof viewEndpoints> = {
  list: { query: Type.Object({ recordType }, { additionalProperties: false }) },
  create: { personal: true, body: Type.Object({ recordType, name: needed(80), shared, settings }, { additionalProperties: false }) },
  change: {
    personal: true,
    params: byId,
    body: Type.Object({ name: Type.Optional(needed(80)), shared, settings: Type.Optional(settings), version }, { additionalProperties: false }),
  },
  remove: { personal: true, params: byId },
  restore: { personal: true, params: byId },
  setDefault: {
    personal: true,
    body: Type.Object(
      {
        recordType,
        viewId: Type.Union([Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }), Type.Literal('all'), Type.Null()]),
        everyone: Type.Optional(Type.Boolean()),
      },
      { additionalProperties: false },
    ),
  },
};

/** The views that people keep of lists. */
export const viewsApi = ({ db }: Pick<Services, 'db'>, records: RecordContext): Api =>
  api(viewEndpoints, schemas, {
    list: ({ actor, query }) => listViews(records, db.read, actor, query.recordType),
    create: ({ actor, body }) => db.write((tx) => createView(records, tx, actor, body)),
    change: ({ actor, params, body }) => db.write((tx) => changeView(records, tx, actor, params.id, body)),
    remove: ({ actor, params }) => db.write((tx) => removeView(records, tx, actor, params.id)),
    restore: ({ actor, params }) => db.write((tx) => restoreView(records, tx, actor, params.id)),
    setDefault: ({ actor, body }) => db.write((tx) => setDefaultView(records, tx, actor, body)),
  });
