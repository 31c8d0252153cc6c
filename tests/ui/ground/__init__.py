"""The ground of the desktop programs: looks, dialogs, the loop, the bridge, tables."""
