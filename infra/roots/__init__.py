"""Rotating a brand's root: sealing anew what lasts, and showing that nothing stands under an old one."""
