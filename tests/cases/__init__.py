"""What published papers print, with what a careful person makes of it."""
