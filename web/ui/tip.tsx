import { Tooltip } from '@mantine/core';

/** The name of a button that has no words, beside it while the pointer rests on it. */
export const Tip = ({ label, of }: { label: string; of: HTMLElement }) => <Tooltip label={label} target={of} openDelay={400} withinPortal />;
