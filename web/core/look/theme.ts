import { type CSSVariablesResolver, createTheme } from '@mantine/core';

/** The tokens as a Mantine theme. Components are named as strings so that naming them here does not bundle them. */
export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 3 },
  autoContrast: true,
  focusRing: 'auto',
  cursorType: 'pointer',
  respectReducedMotion: true,
  colors: { accent: ['#e0f0ef', '#c4e1e0', '#8fc3c3', '#57c2c0', '#2f9a9c', '#17828a', '#0b6b70', '#08585d', '#06474b', '#043538'] },
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '18px', md: '20px', lg: '24px', xl: '28px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '4px', sm: '6px', md: '10px', lg: '14px', xl: '999px' },
  defaultRadius: 'sm',
  shadows: { xs: 'var(--shadow-1)', sm: 'var(--shadow-1)', md: 'var(--shadow-2)', lg: 'var(--shadow-2)', xl: 'var(--shadow-2)' },
  components: {
    Menu: { defaultProps: { shadow: 'md', radius: 'md', position: 'bottom-end', transitionProps: { duration: 90 }, withInitialFocusPlaceholder: false } },
    // Of menus and pickers too, which are popovers. Fixed: one that is laid past the edge until it is measured widens a phone's page otherwise, and is
    // hidden and laid anew without an end.
    Popover: { defaultProps: { shadow: 'md', radius: 'md', transitionProps: { duration: 90 }, floatingStrategy: 'fixed' } },
    Modal: { defaultProps: { radius: 'lg', shadow: 'md', centered: true, transitionProps: { duration: 140 } } },
    Drawer: { defaultProps: { position: 'right', size: 1000, padding: 0, withCloseButton: false, transitionProps: { duration: 180 } } },
    // The same fields as the product's own, wherever Mantine's are used.
    InputWrapper: { styles: { label: { fontSize: 'var(--fs-2)', fontWeight: 'var(--w-label)', marginBottom: 4 }, error: { fontSize: 'var(--fs-2)' } } },
    Input: { vars: () => ({ wrapper: { '--input-height': 'var(--control)', '--input-bd': 'var(--line-control)' } }) },
    Tooltip: { defaultProps: { openDelay: 400, transitionProps: { duration: 90 }, floatingStrategy: 'fixed' } },
  },
});

const both = {
  '--mantine-color-body': 'var(--bg)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-dimmed': 'var(--text-3)',
  '--mantine-color-placeholder': 'var(--text-3)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-border': 'var(--line-strong)',
  '--mantine-color-error': 'var(--danger)',
  '--mantine-color-anchor': 'var(--accent)',
  '--mantine-color-accent-filled': 'var(--accent)',
  '--mantine-color-accent-filled-hover': 'var(--accent-hover)',
  '--mantine-color-accent-light': 'var(--accent-soft)',
  '--mantine-color-accent-light-hover': 'var(--accent-soft)',
  '--mantine-color-accent-light-color': 'var(--accent)',
  '--mantine-color-accent-outline': 'var(--accent)',
  '--mantine-color-accent-text': 'var(--accent)',
  '--mantine-primary-color-contrast': 'var(--on-accent)',
};

/** Points Mantine's colours to the tokens, which know light and dark themselves. */
export const variables: CSSVariablesResolver = () => ({ variables: {}, light: both, dark: both });
