import { type ClipboardEvent, type DragEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

const holdsFiles = (data: DataTransfer | null): boolean => data?.types.includes('Files') === true;

/** A folder arrives as an empty file without a type, and cannot be read: it is left out. */
function droppedFiles(data: DataTransfer | null): File[] {
  if (!data) return [];
  const items = [...data.items].filter(({ kind }) => kind === 'file');
  const isFolder = (index: number) => items[index]?.webkitGetAsEntry?.()?.isDirectory === true;
  return [...data.files].filter((_file, index) => !isFolder(index));
}

/** What a browser calls every pasted picture. */
const plainName = /^image\.(png|jpe?g|gif|webp)$/i;

/** Pictures and files of the clipboard; none where text was copied too, as from a spreadsheet: then the text is meant. */
function usePastedFiles(): (data: DataTransfer | null) => File[] {
  const { t } = useTranslation('core');
  return (data) => {
    if (!data || data.types.includes('text/plain')) return [];
    const at = new Date();
    const two = (value: number) => String(value).padStart(2, '0');
    const when = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}.${two(at.getMinutes())}.${two(at.getSeconds())}`;
    return [...data.files].map((file) => {
      const ending = plainName.exec(file.name)?.[1];
      return ending ? new File([file], `${t('files.pasted', { when })}.${ending}`, { type: file.type }) : file;
    });
  };
}

/**
 * Takes files that are dropped on an element or pasted into it, such as a composer. What it takes does not reach
 * {@link useFilesAnywhere}.
 */
export function useFileDrop(onFiles: (files: File[]) => void) {
  const [over, setOver] = useState(false);
  const depth = useRef(0);
  const pasted = usePastedFiles();
  const count = (by: number) => {
    depth.current += by;
    setOver(depth.current > 0);
  };
  return {
    /** Files are held over it. */
    over,
    handlers: {
      onDragEnter: (event: DragEvent) => {
        if (!holdsFiles(event.dataTransfer)) return;
        event.stopPropagation();
        count(1);
      },
      onDragLeave: (event: DragEvent) => {
        if (!holdsFiles(event.dataTransfer)) return;
        event.stopPropagation();
        count(-1);
      },
      onDragOver: (event: DragEvent) => {
        if (!holdsFiles(event.dataTransfer)) return;
        event.preventDefault();
        event.stopPropagation();
      },
      onDrop: (event: DragEvent) => {
        if (!holdsFiles(event.dataTransfer)) return;
        event.preventDefault();
        event.stopPropagation();
        count(-depth.current);
        const files = droppedFiles(event.dataTransfer);
        if (files.length > 0) onFiles(files);
      },
      onPaste: (event: ClipboardEvent) => {
        const files = pasted(event.clipboardData);
        if (files.length === 0) return;
        event.preventDefault();
        event.stopPropagation();
        onFiles(files);
      },
    },
  };
}

/** Takes files that are dropped anywhere on the page, or pasted where nothing else takes them, as long as `onFiles` is there. @returns whether files are held over the page. */
export function useFilesAnywhere(onFiles: ((files: File[]) => void) | undefined): boolean {
  const [over, setOver] = useState(false);
  const pasted = usePastedFiles();
  const now = useRef({ onFiles, pasted });
  now.current = { onFiles, pasted };
  const active = onFiles !== undefined;
  useEffect(() => {
    if (!active) return;
    let leaving: ReturnType<typeof setTimeout> | undefined;
    const hold = (event: globalThis.DragEvent) => {
      if (!holdsFiles(event.dataTransfer)) return;
      event.preventDefault();
      clearTimeout(leaving);
      setOver(true);
    };
    // Going from one element to the next leaves the first one too.
    const leave = () => {
      clearTimeout(leaving);
      leaving = setTimeout(() => setOver(false), 80);
    };
    const drop = (event: globalThis.DragEvent) => {
      clearTimeout(leaving);
      setOver(false);
      if (event.defaultPrevented || !holdsFiles(event.dataTransfer)) return;
      event.preventDefault();
      const files = droppedFiles(event.dataTransfer);
      if (files.length > 0) now.current.onFiles?.(files);
    };
    const paste = (event: globalThis.ClipboardEvent) => {
      const files = event.defaultPrevented ? [] : now.current.pasted(event.clipboardData);
      if (files.length === 0) return;
      event.preventDefault();
      now.current.onFiles?.(files);
    };
    const heard: [keyof WindowEventMap, (event: never) => void][] = [
      ['dragenter', hold],
      ['dragover', hold],
      ['dragleave', leave],
      ['drop', drop],
      ['paste', paste],
    ];
    for (const [name, listener] of heard) addEventListener(name, listener as EventListener);
    return () => {
      clearTimeout(leaving);
      setOver(false);
      for (const [name, listener] of heard) removeEventListener(name, listener as EventListener);
    };
  }, [active]);
  return over;
}
