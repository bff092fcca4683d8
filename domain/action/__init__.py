"""The action plan (*Rencana Aksi*): who does what by when, and how each indicator is measured."""
