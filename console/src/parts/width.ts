import { useEffect, useRef, useState } from 'preact/hooks';

const [LEAST, FIRST, MOST] = [240, 640, 1400];

// As wide as a picture stands on the screen: drawn in the screen's own pixels, its words are as large as any others.
export function useWidth() {
  const ref = useRef<SVGSVGElement>(null);
  const [width, setWidth] = useState(FIRST);
  useEffect(() => {
    const watcher = new ResizeObserver(([found]) => {
      if (found) setWidth(Math.min(MOST, Math.max(LEAST, Math.round(found.contentRect.width))));
    });
    if (ref.current) watcher.observe(ref.current);
    return () => watcher.disconnect();
  }, []);
  return { ref, width };
}
