/**
 * The one icon family: 20 px grid, 1.5 px stroke, round ends, no fill. Drawn at 18, in buttons at 16, in the rail at 20.
 * A value is the `d` of one path; `heavy` ones are dots and drawn with a wider stroke.
 */
const paths = {
  alert: 'M10 16.7a6.7 6.7 0 1 0 0-13.4 6.7 6.7 0 0 0 0 13.4zM10 6.6v4M10 13.3h.01',
  archive: 'M3.5 4h13v3.3h-13zM4.5 7.3V16h11V7.3M8.3 10.3h3.4',
  arrow: 'M4 10h12M11.5 5.5 16 10l-4.5 4.5',
  asc: 'M6 15.5v-11M3.5 7 6 4.5 8.5 7M11 6h2.5M11 10h4M11 14h5.5',
  at: 'M13 10a3 3 0 1 1-6 0 3 3 0 0 1 6 0zM13 7v3.8c0 1.5.9 2.2 1.8 2.2 1.2 0 1.9-1.2 1.9-3A6.7 6.7 0 1 0 14 15.3',
  bell: 'M5 13.8c1-1 1.2-2.3 1.2-4.8a3.8 3.8 0 0 1 7.6 0c0 2.5.2 3.8 1.2 4.8zM8.4 16.5c.8.8 2.4.8 3.2 0',
  board: 'M3.5 4h3.6v12H3.5zM8.2 4h3.6v8H8.2zM12.9 4h3.6v5.5h-3.6z',
  bold: 'M6 4h4.8a2.9 2.9 0 0 1 0 5.8H6zM6 9.8h5.4a3.1 3.1 0 0 1 0 6.2H6z',
  box: 'M10 3l6.2 3.3v7.4L10 17l-6.2-3.3V6.3zM3.8 6.3 10 9.7l6.2-3.4M10 9.7V17',
  bridge: 'M11.5 3.5h5v13h-5M3 10h9M9 7l3 3-3 3',
  building: 'M4.5 17V3.5h7V17M11.5 8h4v9M2.8 17h14.4M7 7h2M7 10h2M7 13h2',
  cal: 'M4 5h12v11.5H4zM4 8.6h12M7 3v3.2M13 3v3.2',
  card: 'M2.8 5h14.4v10H2.8zM7 9.6a1.3 1.3 0 1 0 0-2.6 1.3 1.3 0 0 0 0 2.6zM4.8 12.8c.2-1.3 1-2 2.2-2s2 .7 2.2 2M12 8.3h3M12 11.3h3',
  cart: 'M2.8 3.8h2.1l1.6 8.7h8.2l1.6-6.4H5.4M8 16.2h.01M13.4 16.2h.01',
  chart: 'M4 3.5v13h12.5M7.5 13.5v-3M11 13.5v-6M14.5 13.5V9',
  chat: 'M3.5 4.5h13v9H9.2L5.8 16.6v-3.1H3.5zM7 8h6M7 10.5h4',
  check: 'M4.5 10.5l3.7 3.7 7.3-8',
  clip: 'M15 9l-5.6 5.6a3 3 0 0 1-4.2-4.2l6-6a2 2 0 0 1 2.8 2.8L8.3 12.9',
  clock: 'M10 16.7a6.7 6.7 0 1 0 0-13.4 6.7 6.7 0 0 0 0 13.4zM10 6.3V10l2.5 1.7',
  code: 'M7 6 3 10l4 4M13 6l4 4-4 4M11.3 4.5 8.7 15.5',
  cols: 'M3.5 4h13v12h-13zM8 4v12M12 4v12',
  copy: 'M7.5 7.5h8.5v8.5H7.5zM12.5 7.5V4H4v8.5h3.5',
  cpu: 'M6 6h8v8H6zM8.3 3.5V6M11.7 3.5V6M8.3 14v2.5M11.7 14v2.5M3.5 8.3H6M3.5 11.7H6M14 8.3h2.5M14 11.7h2.5',
  deals: 'M3.5 4h13L12 10v5.2l-4 1.8v-7z',
  desc: 'M6 4.5v11M3.5 13 6 15.5 8.5 13M11 6h5.5M11 10h4M11 14h2.5',
  disk: 'M3.5 11.5h13v4.5h-13zM3.5 11.5 5.5 4.5h9l2 7M13.5 13.8h.01',
  doc: 'M5 3h6.5L15 6.5V17H5zM11.5 3v3.5H15M7.5 10h5M7.5 13h5',
  document: 'M5 3h6.5L15 6.5V17H5zM11.5 3v3.5H15M7.5 10h5M7.5 13h5',
  down: 'M6 8l4 4 4-4',
  download: 'M10 3.5v9M6.5 9.2 10 12.7l3.5-3.5M4 16.2h12',
  drive: 'M3 5.2h5l1.6 2H17v8.6H3z',
  edit: 'M4 16h3l8.6-8.6a1.6 1.6 0 0 0 0-2.3l-.7-.7a1.6 1.6 0 0 0-2.3 0L4 13zM11.3 5.7l3 3',
  external: 'M8.5 4.5H4v11.5h11.5v-4.5M11.5 3.5h5v5M16.2 3.8 9.5 10.5',
  eye: 'M3 10c1-2.2 3.4-4.8 7-4.8s6 2.6 7 4.8c-1 2.2-3.4 4.8-7 4.8S4 12.2 3 10zM10 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  eyeoff:
    'M3.5 3.5l13 13M8.5 5.3A7 7 0 0 1 10 5.2c3.6 0 6 2.6 7 4.8-.4.9-1.1 1.9-2 2.7M12.7 14.3c-.8.3-1.7.5-2.7.5-3.6 0-6-2.6-7-4.8.5-1.2 1.5-2.5 2.9-3.5M8.7 8.5a2 2 0 0 0 2.8 2.8',
  face: 'M3.5 6.8V3.5h3.3M13.2 3.5h3.3v3.3M16.5 13.2v3.3h-3.3M6.8 16.5H3.5v-3.3M7.8 8.2v.4M12.2 8.2v.4M7.6 11.8c.6.8 1.4 1.2 2.4 1.2s1.8-.4 2.4-1.2',
  feed: 'M3.5 8.2v3.6h2.6l6.4 3.4V4.8L6.1 8.2zM15 8a3 3 0 0 1 0 4M6.3 12l1 4h1.9l-.8-3',
  filter: 'M4 6h12M6.5 10h7M8.7 14h2.6',
  flows: 'M3.5 3.5h4v4h-4zM12.5 12.5h4v4h-4zM5.5 7.5v5a2 2 0 0 0 2 2h5M12.5 5.5h2a2 2 0 0 1 2 2v1.8M14.8 7.8l1.7 1.7 1.7-1.7',
  funnel: 'M3.5 4h13L12 10v5.2l-4 1.8v-7z',
  gallery: 'M3 4.5h14v11H3zM3 13l3.8-3.8 3.4 3.4 2.3-2.2L17 14.4M12.6 8.1h.01',
  gantt: 'M3.5 5h7M7 10h8M10.5 15h6',
  globe: 'M10 16.7a6.7 6.7 0 1 0 0-13.4 6.7 6.7 0 0 0 0 13.4zM3.5 10h13M10 3.5c4 4 4 9 0 13M10 3.5c-4 4-4 9 0 13',
  grip: 'M8 5h.01M12 5h.01M8 10h.01M12 10h.01M8 15h.01M12 15h.01',
  help: 'M10 16.7a6.7 6.7 0 1 0 0-13.4 6.7 6.7 0 0 0 0 13.4zM8.2 8.2a1.9 1.9 0 1 1 2.6 1.8c-.6.3-.8.6-.8 1.2M10 13.4h.01',
  hinge: 'M10 3v14M10 4.5h5.5v11H10M10 4.5H4.5v11H10M7 7.5h.01M7 12.5h.01M13 7.5h.01M13 12.5h.01',
  home: 'M3.5 9 10 3.5 16.5 9v7a1 1 0 0 1-1 1h-3.2v-4.6H7.7V17H4.5a1 1 0 0 1-1-1z',
  info: 'M10 16.7a6.7 6.7 0 1 0 0-13.4 6.7 6.7 0 0 0 0 13.4zM10 9.5v4M10 6.7h.01',
  italic: 'M9 4h5M6 16h5M11.7 4 8.3 16',
  key: 'M7 16.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM9.4 10.7l6.8-6.8M13.2 6.9l2 2M15 5.1l1.2 1.2',
  left: 'M12 5.5 7.5 10l4.5 4.5',
  link: 'M8.5 11.5l3-3M9.5 6l1.8-1.8a3 3 0 0 1 4.3 4.3L13.8 10.3M10.5 14l-1.8 1.8a3 3 0 0 1-4.3-4.3l1.8-1.8',
  list: 'M7 5.5h9.5M7 10h9.5M7 14.5h9.5M3.8 5.5h.01M3.8 10h.01M3.8 14.5h.01',
  lock: 'M5 9h10v7.5H5zM7.2 9V6.5a2.8 2.8 0 0 1 5.6 0V9',
  mail: 'M3 5h14v10.5H3zM3.3 5.6 10 11l6.7-5.4',
  merge: 'M5 3.5v3.5l5 4.5 5-4.5V3.5M10 11.5v5',
  minus: 'M5 10h10',
  money: 'M3 5.5h14v9H3zM10 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM5.5 10h.01M14.5 10h.01',
  moon: 'M16 11.8A6.6 6.6 0 0 1 8.2 4a6.6 6.6 0 1 0 7.8 7.8z',
  more: 'M5 10h.01M10 10h.01M15 10h.01',
  note: 'M4 4h12v8l-4 4H4zM16 12h-4v4M7 8h6M7 11h3',
  numbers: 'M8.5 5.5h8M8.5 10h8M8.5 14.5h8M3.3 4.6 4.6 4v3.2M3.2 12.6c1.6-1 2.2.6.9 1.8l-1 1.1h2',
  out: 'M8.5 3.5h-5v13h5M8 10h9M14 7l3 3-3 3',
  pause: 'M7 5v10M13 5v10',
  people:
    'M7.6 9.4a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4zM2.8 16c.2-2.8 2.2-4.2 4.8-4.2s4.6 1.4 4.8 4.2M13 4.4a2.5 2.5 0 0 1 0 4.8M14.3 12c1.7.4 2.8 1.8 2.9 4',
  phone: 'M4.2 3.6h3l1.3 3.5-1.8 1.3a9 9 0 0 0 4.9 4.9l1.3-1.8 3.5 1.3v3a1 1 0 0 1-1.1 1C9 16.3 3.7 11 3.2 4.7a1 1 0 0 1 1-1.1z',
  pin: 'M7.5 3.5h5l-.6 5 2.3 2.5v1.3H5.8V11l2.3-2.5zM10 12.3v4.4',
  play: 'M7 4.5v11l8.5-5.5z',
  plus: 'M10 4.2v11.6M4.2 10h11.6',
  print: 'M6 7V3.5h8V7M5.5 14H3.5V7h13v7h-2M6 11.5h8v5H6z',
  quote: 'M8 6c-2.6.7-3.8 2.4-3.8 5V14H8v-3.5H6M15.8 6c-2.6.7-3.8 2.4-3.8 5V14h3.8v-3.5h-2',
  refresh: 'M16 10a6 6 0 1 1-1.8-4.3L16 7.4M16 3.8v3.6h-3.6',
  right: 'M8 5.5l4.5 4.5L8 14.5',
  search: 'M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM13 13l3.8 3.8',
  sede: 'M4 16.5V8.2L10 4l6 4.2v8.3M7.5 16.5v-5h5v5',
  send: 'M3.5 9.7 16.7 3.5l-4.5 13.2-2.9-5.6z',
  settings: 'M4 6h6M14 6h2M4 14h2M10 14h6M12 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM8 16a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  shield: 'M10 3l5.8 2v4.6c0 3.5-2.3 6-5.8 7.4-3.5-1.4-5.8-3.9-5.8-7.4V5zM7.6 10l1.8 1.8 3.2-3.4',
  star: 'M10 3.4l2 4.2 4.6.6-3.4 3.2.9 4.6L10 13.7 5.9 16l.9-4.6-3.4-3.2 4.6-.6z',
  stop: 'M6 5h8a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1z',
  strike:
    'M4 10h12M13.4 6.3C12.8 5 11.600 4.200 10 4.200c-2 0-3.400 1-3.400 2.700 0 1.300.9 2.200 2.400 3.100M6.400 13.200c.4 1.600 1.800 2.600 3.700 2.600 2.100 0 3.600-1.100 3.600-2.800 0-.7-.2-1.300-.6-1.800',
  sum: 'M14.5 6V4H5.5l5 6-5 6h9v-2',
  sun: 'M10 13.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM10 2.8v1.6M10 15.6v1.6M2.8 10h1.6M15.6 10h1.6M4.9 4.9 6 6M14 14l1.1 1.1M4.9 15.1 6 14M14 6l1.1-1.1',
  tag: 'M3.5 3.5h6.3l6.7 6.7-6.3 6.3-6.7-6.7zM7 7h.01',
  tasks: 'M4.5 3.5h11a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1v-11a1 1 0 0 1 1-1zM6.8 10.2l2.2 2.2 4.4-4.8',
  trash: 'M4 5.7h12M8 5.5V3.7h4v1.8M5.5 5.7l.7 10.8h7.6l.7-10.8M8.5 8.7v5M11.5 8.7v5',
  truck: 'M2.8 5h8.7v8.5H2.8zM11.5 8h3l2.7 2.8v2.7h-5.7M6 15.6a1.4 1.4 0 1 0 0-2.8 1.4 1.4 0 0 0 0 2.8zM14 15.6a1.4 1.4 0 1 0 0-2.8 1.4 1.4 0 0 0 0 2.8z',
  undo: 'M7 4.5 3.8 7.7 7 10.9M4 7.7h7.7a4 4 0 0 1 0 8H8',
  up: 'M6 12l4-4 4 4',
  upload: 'M10 13V4M6.5 7.3 10 3.8l3.5 3.5M4 16.2h12',
  user: 'M10 9.8a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM4.2 16.5c.3-3 2.6-4.5 5.8-4.5s5.5 1.5 5.8 4.5',
  'wifi-off':
    'M3.5 3.5l13 13M3.2 8.3a10 10 0 0 1 3-1.9M9.3 5.5a10 10 0 0 1 7.5 2.8M5.7 11a6.2 6.2 0 0 1 3-1.6M13 10a6.2 6.2 0 0 1 1.3 1M8.3 13.6a2.6 2.6 0 0 1 3.4 0M10 16.2h.01',
  x: 'M5 5l10 10M15 5 5 15',
} as const;

export type IconName = keyof typeof paths;

const heavy: ReadonlySet<string> = new Set(['grip', 'more']);

/** Whether a name that came from the server, such as a module's icon, is drawn here. */
export const isIconName = (name: string): name is IconName => Object.hasOwn(paths, name);

interface IconProps {
  name: IconName;
  /** Pixels; 18 unless said. */
  size?: number;
  className?: string;
  /** Only where no word stands beside it and the button has no name of its own. */
  title?: string;
}

export function Icon({ name, size = 18, className, title }: IconProps) {
  const width = size <= 12 ? 2.4 : heavy.has(name) ? 2.4 : 1.5;
  return (
    <svg
      className={className}
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth={width}
      strokeLinecap="round"
      strokeLinejoin="round"
      style={{ flex: 'none', display: 'block' }}
      role={title ? 'img' : undefined}
      aria-label={title}
      aria-hidden={title ? undefined : true}
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  );
}
