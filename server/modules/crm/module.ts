import * as endpoints from '../../contracts/crm/endpoints.js';
import { dealLost, dealWon, stageEntered } from '../../contracts/crm/events.js';
import { Deals } from '../../contracts/crm/ports.js';
import { Purges } from '../../core/bin/purge.js';
import { BulkKinds } from '../../core/bulk/behaviour.js';
import { Importers, Reverters } from '../../core/imports/point.js';
import { implement } from '../../core/module.js';
import { recordSchemas } from '../../core/records/schemas.js';
import { Samples } from '../../core/sample/point.js';
import { activityHandlers, activitySchemas } from './activities/api.js';
import { remind, reminderTask } from './activities/reminder.js';
import { bulkBehaviours } from './bulk/behaviours.js';
import { companyHandlers, companySchemas } from './companies/api.js';
import { contactHandlers, contactSchemas } from './contacts/api.js';
import { dealHandlers, dealSchemas } from './deals/api.js';
import { deals } from './deals/port.js';
import { lostReasonHandlers, sourceHandlers } from './dictionaries/api.js';
import { companyImporter } from './imports/companies.js';
import { dealImporter } from './imports/deals.js';
import { contactImporter, leadImporter } from './imports/people.js';
import { reverters } from './imports/reverters.js';
import { install } from './install.js';
import * as kinds from './kinds.js';
import { leadHandlers, leadSchemas } from './leads/api.js';
import { manifest } from './manifest.js';
import { purges } from './purge.js';
import { crmSample } from './sample/sample.js';
import { pipelineHandlers, pipelineSchemas, stageHandlers, stageSchemas } from './stages/api.js';
import { hasRule, runRule } from './stages/run-rule.js';
import type {} from './tables.js';

export default implement(manifest, {
  register(on, run) {
    for (const kind of Object.values(kinds)) on.record(kind);
    on.api(endpoints.leadEndpoints, leadSchemas, leadHandlers(run));
    on.api(endpoints.dealEndpoints, dealSchemas, dealHandlers(run));
    on.api(endpoints.contactEndpoints, contactSchemas, contactHandlers(run));
    on.api(endpoints.companyEndpoints, companySchemas, companyHandlers(run));
    on.api(endpoints.activityEndpoints, activitySchemas, activityHandlers(run));
    on.api(endpoints.pipelineEndpoints, pipelineSchemas, pipelineHandlers(run));
    on.api(endpoints.stageEndpoints, stageSchemas, stageHandlers(run));
    on.api(endpoints.sourceEndpoints, recordSchemas(kinds.source), sourceHandlers(run));
    on.api(endpoints.lostReasonEndpoints, recordSchemas(kinds.lostReason), lostReasonHandlers(run));
    for (const importer of [companyImporter, contactImporter, leadImporter, dealImporter]) on.contribute(Importers, importer(run));
    for (const reverter of reverters(run)) on.contribute(Reverters, reverter);
    for (const purge of purges(run)) on.contribute(Purges, purge);
    on.contribute(Samples, crmSample(run));
    for (const behaviour of Object.values(bulkBehaviours(run))) on.contribute(BulkKinds, behaviour);
    on.provide(Deals, deals(run));
    for (const event of [dealWon, dealLost]) on.announce(event);
    on.event(stageEntered, 'stage-rule', runRule(run), hasRule(run));
    on.task(reminderTask, remind(run));
  },
  install: (tx, run, language) => install(tx, run, language),
});
