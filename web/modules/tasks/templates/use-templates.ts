import { useQuery } from '@tanstack/react-query';
import { templateEndpoints } from '../../../../server/contracts/tasks/templates.js';
import { call } from '../../../core/api.js';

export const templatesKey = ['tasks.template'];

/** One's own templates and those that are shared, by name. */
export const useTemplates = () => useQuery({ queryKey: [...templatesKey, 'list'], queryFn: ({ signal }) => call(templateEndpoints.list, { signal }) });
