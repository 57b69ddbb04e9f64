/** Somebody who may be mentioned. */
export interface Mentioned {
  id: number;
  name: string;
  /** Whether they can see what is written about; who cannot is shown and cannot be chosen. */
  maySee: boolean;
}

export interface RichTextEditorProps {
  /** Name for screen readers. */
  label: string;
  placeholder?: string;
  /** HTML, or '' for nothing; where it stands at the beginning, all else is the editor's own. */
  value: string;
  /** Told of every change; '' when nothing is left. */
  onChange: (html: string) => void;
  /** Ctrl Enter. */
  onSubmit: () => void;
  /** People whose name begins so; without it nobody is mentioned. */
  people?: ((words: string) => Promise<readonly Mentioned[]>) | undefined;
  autoFocus?: boolean;
  invalid?: boolean;
  describedBy?: string | undefined;
}

/** What was written until the editor came. */
export interface HandedOver {
  html: string;
  /** Where the selection begins and ends, as positions before the end of the text; null where the focus is elsewhere. */
  selection: { from: number; to: number } | null;
}
