"""What pages are drawn with: panels, tables, chips, buttons, popovers. No page's own things."""
