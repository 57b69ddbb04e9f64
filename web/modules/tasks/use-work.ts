import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useWorkThen, type Work } from '../../core/use-work.js';

/** Kinds of record that a task or a project that was changed is shown in. */
export const touched = ['tasks.task', 'tasks.project'];

/** Does something with tasks or projects and shows everything about them anew. @param more another kind of record that is shown anew. */
export function useWork(more?: 'tasks.repeat' | 'tasks.time'): Work {
  const client = useQueryClient();
  return useWorkThen(
    useCallback(() => Promise.all([...touched, ...(more ? [more] : [])].map((type) => client.invalidateQueries({ queryKey: [type] }))), [client, more]),
  );
}
