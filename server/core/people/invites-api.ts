import { Type } from 'typebox';
import { inviteEndpoints } from '../../contracts/core/session.js';
import { longestPassword } from '../auth/secrets.js';
import { enter, type SessionNeeds } from '../auth/session.js';
import { createRateLimit } from '../auth/throttle.js';
import { type Api, api, type Schemas } from '../http/call.js';
import { needed } from './fields.js';
import { acceptInvite, readInvite } from './invites.js';

const params = Type.Object({ token: Type.String({ minLength: 20, maxLength: 100 }) }, { additionalProperties: false });
const schemas: Schemas<typeof inviteEndpoints> = {
  read: { params },
  accept: {
    params,
    body: Type.Object(
      { password: Type.String({ maxLength: longestPassword * 4 }), name: Type.Optional(needed(200)), language: Type.Optional(Type.String({ maxLength: 20 })) },
      { additionalProperties: false },
    ),
    secretReply: true,
  },
};

export function invitesApi(needs: SessionNeeds): Api {
  // The tokens cannot be guessed; the limit keeps strangers from making this server hash passwords all day.
  const limit = createRateLimit(120, 60_000);
  return api(inviteEndpoints, schemas, {
    read: ({ params, request }) => {
      limit(request.ip);
      return readInvite(needs.services, params.token);
    },
    accept: async ({ params, body, request, reply }) => {
      limit(request.ip);
      return enter(needs, await acceptInvite(needs.services, params.token, body), request, reply);
    },
  });
}
