import { Avatar } from '../../ui/avatar.js';
import { useReference } from '../../ui/ui-context.js';

/** Who said it; the name stands beside it. */
export function Face({ id }: { id: number | null }) {
  const person = useReference('core.person', id);
  return (
    <span aria-hidden="true">
      <Avatar name={person?.title ?? ''} size={28} />
    </span>
  );
}
