"""The annual performance report (*Laporan Kinerja*): composed of the year, explained by people, signed as a plan is."""
