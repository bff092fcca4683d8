"""The annual report of a plan's year (*Laporan Kinerja*): composed, written section by section, reviewed and signed."""
