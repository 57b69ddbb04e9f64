import { useQuery } from '@tanstack/react-query';
import { webhookEndpoints } from '../../../../server/contracts/core/webhooks.js';
import { call } from '../../api.js';
import { queryClient } from '../../query.js';

export const useWebhooks = () => useQuery({ queryKey: ['core.webhook', 'list'], queryFn: () => call(webhookEndpoints.list), refetchInterval: 15_000 });

export const refreshWebhooks = () => queryClient.invalidateQueries({ queryKey: ['core.webhook'] });
