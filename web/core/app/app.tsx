import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { FeedbackHost } from '../../ui/feedback.js';
import { theme, variables } from '../look/theme.js';
import { queryClient } from '../query.js';
import { Boundary } from '../states/boundary.js';
import { Boot } from './boot.js';

const schemes = localStorageColorSchemeManager({ key: 'sede.theme' });

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto" colorSchemeManager={schemes}>
      <QueryClientProvider client={queryClient}>
        <Boundary>
          <Boot />
          <FeedbackHost />
        </Boundary>
      </QueryClientProvider>
    </MantineProvider>
  );
}
